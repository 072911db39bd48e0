import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { centred } from "./stroke.ts";

/** A drawing with a rectangle of ink. */
function rectangle(size: number, left: number, top: number, width: number, height: number): Uint8Array {
  const ink = new Uint8Array(size * size);
  for (let y = top; y < top + height; y++) ink.fill(255, y * size + left, y * size + left + width);
  return ink;
}

function extent(image: Uint8Array): { columns: number; rows: number; x: number; y: number } {
  const columns = new Set<number>(), rows = new Set<number>();
  let mass = 0, x = 0, y = 0;
  image.forEach((value, i) => {
    if (value === 0) return;
    columns.add(i % 28);
    rows.add(Math.floor(i / 28));
    mass += value;
    x += value * (i % 28 + 0.5);
    y += value * (Math.floor(i / 28) + 0.5);
  });
  return { columns: columns.size, rows: rows.size, x: x / mass, y: y / mass };
}

Deno.test("stroke: the ink is 20 pixels high, its centre of mass in the middle, wherever it was drawn", () => {
  for (const [left, top, width, height] of [[10, 20, 80, 160], [200, 100, 40, 80], [0, 0, 280, 280]]) {
    const { columns, rows, x, y } = extent(centred(rectangle(280, left, top, width, height), 280));
    assert(Math.abs(rows - 20) <= 1 && Math.abs(columns - 20 * width / height) <= 1, `${columns} × ${rows}`);
    assertAlmostEquals(x, 14, 0.05);
    assertAlmostEquals(y, 14, 0.05);
  }
});

Deno.test("stroke: a dot stays small, and nothing is nothing", () => {
  assert(extent(centred(rectangle(280, 100, 100, 10, 10), 280)).rows < 8);
  assertEquals(centred(new Uint8Array(280 * 280), 280), new Uint8Array(784));
});
