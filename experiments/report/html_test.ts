import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { html, scriptCode, scriptJson } from "./html.ts";

Deno.test("text is escaped, HTML and nothing are not", () => {
  assertEquals(
    String(html`<i a="${'"'}">${["<", html`<b>${1}</b>`, undefined, false, 0]}</i>`),
    '<i a="&quot;">&lt;<b>1</b>0</i>',
  );
});

Deno.test("no data can end a script, and all come back", () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.string({ unit: fc.constantFrom("</script>", "<!--", "]]>", "\u2028", "a") }),
      (value, text) => {
        const data = { value, text };
        const script = String(scriptJson(data));
        assert(!/[<>\u2028\u2029]/.test(script));
        assertEquals(JSON.parse(script), JSON.parse(JSON.stringify(data)));
      },
    ),
  );
});

Deno.test("code keeps its meaning", () => {
  const code = String(scriptCode('return ["</script>", "<!--"].join(" ");'));
  assert(!/<\/script|<!--/.test(code));
  assertEquals(new Function(code)(), "</script> <!--");
});
