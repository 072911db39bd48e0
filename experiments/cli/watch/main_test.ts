import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { withFolder } from "../../fixtures.ts";
import { recordingIo } from "../fixtures.ts";
import { UsageError } from "../../study/usage_error.ts";
import { main, parseWatchOptions } from "./main.ts";

Deno.test("folders, a port, and nothing else", () => {
  assertEquals(parseWatchOptions([]), { folders: ["results"], port: 7840, open: false });
  assertEquals(parseWatchOptions(["a", "b", "--port=0", "--open"]), {
    folders: ["a", "b"],
    port: 0,
    open: true,
  });
  assertEquals(parseWatchOptions(["-h"]), "help");
  const cases: [string[], string][] = [
    [["--prot", "1"], 'Unknown option "--prot": the nearest is --port (see --help)'],
    [["--port", "65536"], 'Cannot use --port "65536": want a whole number from 0 to 65535'],
    [[" "], 'Cannot watch " ": want a folder'],
  ];
  for (const [words, message] of cases) assertThrows(() => parseWatchOptions(words), UsageError, message);
});

Deno.test("it serves until it is interrupted; a port that is taken is code 1", () =>
  withFolder(async (folder) => {
    const controller = new AbortController(), io = recordingIo({ interrupt: controller.signal });
    const { promise, resolve } = Promise.withResolvers<string>();
    const ended = main([folder, "--port", "0"], { ...io, out: resolve });
    const address = await promise, { port } = new URL(address);
    assertMatch(address, /^http:\/\/127\.0\.0\.1:\d+\/\n$/);
    const response = await fetch(address);
    assertEquals(response.headers.get("cache-control"), "no-store");
    assert((await response.text()).includes("There are no results here yet"));
    const other = recordingIo();
    assertEquals(await main([folder, "--port", port], other), 1);
    assertEquals(
      other.errorText,
      `Cannot serve at port ${port}: something else does; want another --port, or 0 for any\n`,
    );
    controller.abort();
    assertEquals([await ended, io.errorText], [130, ""]);
  }));

Deno.test("the help fits a terminal", async () => {
  const io = recordingIo();
  assertEquals(await main(["--help"], io), 0);
  assert(io.outText.split("\n").every((line) => line.length <= 80), io.outText);
});
