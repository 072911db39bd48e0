import { assertEquals } from "@std/assert";
import { affordable } from "./open_files.ts";

/** Opens so many files, and no more. */
function limit(
  most: number,
  error: Error = Object.assign(new Error("Too many open files"), { code: "EMFILE" }),
) {
  let open = 0;
  return {
    count: () => open,
    open: () => {
      if (open === most) throw error;
      open++;
      return { close: () => void open-- };
    },
  };
}

Deno.test("as many as the limit on open files allows, at least one, and all files are closed again", () => {
  for (const [most, wanted] of [[10_000, 24], [208, 24], [207, 23], [105, 11], [24, 1], [3, 1], [0, 1]]) {
    const files = limit(most);
    assertEquals(affordable(24, 8, files.open), wanted, `${most}`);
    assertEquals(files.count(), 0);
  }
});

Deno.test("where it can't be known nothing is taken away", () => {
  assertEquals(affordable(24, 8, limit(3, new Deno.errors.NotCapable("no")).open), 24);
});
