import { assertEquals } from "@std/assert";
import { cacheFolder } from "./environment.ts";

function folder(os: string, variables: Record<string, string>): string | undefined {
  return cacheFolder("mnist", os, (name) => variables[name]);
}

Deno.test("cacheFolder() is where the system has caches", () => {
  const HOME = "/home/me";
  assertEquals(folder("linux", { HOME }), "/home/me/.cache/chainrule/mnist");
  assertEquals(folder("linux", { HOME, XDG_CACHE_HOME: "/fast" }), "/fast/chainrule/mnist");
  assertEquals(folder("linux", { HOME, XDG_CACHE_HOME: "not/absolute" }), "/home/me/.cache/chainrule/mnist");
  assertEquals(
    folder("darwin", { HOME, XDG_CACHE_HOME: "/fast" }),
    "/home/me/Library/Caches/chainrule/mnist",
  );
  assertEquals(folder("windows", { LOCALAPPDATA: "C:\\Local", HOME }), "C:\\Local/chainrule/mnist");
  assertEquals(folder("windows", { USERPROFILE: "C:\\me" }), "C:\\me/AppData/Local/chainrule/mnist");
});

Deno.test("cacheFolder() is undefined where nothing tells it", () => {
  for (const os of ["linux", "darwin", "windows"]) assertEquals(folder(os, {}), undefined);
});
