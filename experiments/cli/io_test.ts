import { assert } from "@std/assert";
import { processIo } from "./io.ts";

Deno.test("what goes into a pipe is as narrow as on a small terminal", () => {
  const columns = processIo().outColumns();
  assert(Deno.stdout.isTerminal() ? columns! > 0 : columns === 80, String(columns));
});
