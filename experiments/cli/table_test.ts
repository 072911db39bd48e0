import { assertEquals } from "@std/assert";
import { table, widthOf } from "./table.ts";

Deno.test("headings of two lines stand on the line, numbers end below each other", () => {
  const text = table([
    { title: "run", cells: ["a", "long name"], left: true },
    { title: "test\nloss", cells: ["0.5", "10.25"] },
    { title: "x", cells: ["–"] },
  ]);
  assertEquals(
    text,
    [
      "            test",
      "run         loss  x",
      "─────────  ─────  ─",
      "a            0.5  –",
      "long name  10.25",
      "",
    ].join("\n"),
  );
  assertEquals(widthOf(text), 19);
});
