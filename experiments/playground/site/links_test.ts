import { assertEquals } from "@std/assert";
import { deadLinks, targetOf } from "./links.ts";

Deno.test("links: where they lead", () => {
  assertEquals(targetOf("api/core/index.html", "../all.html#a"), { path: "api/all.html", place: "a" });
  assertEquals(targetOf("index.html", "api/"), { path: "api/index.html", place: "" });
  assertEquals(targetOf("index.html", "#draw"), { path: "index.html", place: "draw" });
  assertEquals(targetOf("index.html", "?a=1#b"), { path: "index.html", place: "b" });
  assertEquals(targetOf("index.html", "https://example.com/x"), undefined);
  assertEquals(targetOf("index.html", "mailto:a@example.com"), undefined);
});

Deno.test("links: those that lead to nothing are found", () => {
  const pages = [
    {
      path: "index.html",
      html: `<a href="a/b.html#here">x</a><a href="a/b.html#gone">y</a><a href="c.html">z</a>`,
    },
    {
      path: "a/b.html",
      html:
        `<h1 id="here">b</h1><img src="../p.svg"><script>x = '<a href="none">'</script><a href="https://x.y/z">`,
    },
  ];
  assertEquals(deadLinks(pages, new Set(["index.html", "a/b.html", "p.svg"])), [
    "index.html: a/b.html#gone leads to no place of a/b.html",
    "index.html: c.html leads to no file",
  ]);
  assertEquals(
    deadLinks(pages, new Set(["index.html", "a/b.html"])).at(-1),
    "a/b.html: ../p.svg leads to no file",
  );
  const foreign = pages.map((page) => ({ ...page, foreign: page.path.startsWith("a/") }));
  assertEquals(deadLinks(foreign, new Set(["index.html", "a/b.html", "p.svg"])), [
    "index.html: c.html leads to no file",
  ]);
});
