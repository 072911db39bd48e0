import { DataError } from "@chainrule/core";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { asMnist } from "./as_mnist.ts";
import { type GreyImage, greyImage } from "./grey_image.ts";

/** How far a point is from the strokes of a seven, which is 100 high and has its corner in the origin. */
function distanceToSeven(x: number, y: number): number {
  const across = Math.hypot(x - Math.min(60, Math.max(0, x)), y);
  const t = Math.min(1, Math.max(0, ((60 - x) * 30 + y * 100) / (30 ** 2 + 100 ** 2)));
  return Math.min(across, Math.hypot(x - (60 - 30 * t), y - 100 * t));
}

interface Drawing {
  readonly size?: number;
  readonly left?: number;
  readonly top?: number;
  /** Pixels for one of the seven. */
  readonly scale?: number;
  readonly thick?: number;
  /** The light on the paper, from 0 to 1. */
  readonly light?: (x: number, y: number) => number;
  readonly paper?: number;
  readonly ink?: number;
}

function draw(drawing: Drawing): GreyImage {
  const { size = 240, left = 70, top = 60, scale = 1, thick = 12, light = () => 1, paper = 220, ink = 40 } =
    drawing;
  return greyImage(size, size, (x, y) => {
    const away = scale * (distanceToSeven((x - left) / scale, (y - top) / scale) - thick / 2);
    const part = Math.min(1, Math.max(0, 0.5 - away));
    return light(x, y) * (paper + part * (ink - paper));
  });
}

const prepared = (drawing: Drawing) => asMnist(draw(drawing), 28, "a seven");

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;
}

Deno.test("a digit is light on black, 20 pixels high, with its mass in the centre", () => {
  const pixels = prepared({});
  let mass = 0, x = 0, y = 0;
  const rows = new Set<number>(), columns = new Set<number>();
  for (const [i, value] of pixels.entries()) {
    mass += value;
    x += value * (i % 28 + 0.5);
    y += value * (Math.floor(i / 28) + 0.5);
    if (value >= 128) rows.add(Math.floor(i / 28)), columns.add(i % 28);
  }
  assertAlmostEquals(x / mass, 14, 0.1);
  assertAlmostEquals(y / mass, 14, 0.1);
  assert(rows.size >= 19 && rows.size <= 21, `${rows.size} rows`);
  // Its proportions are kept: 72 by 112 with the thickness of its strokes.
  assertAlmostEquals(columns.size / rows.size, 72 / 112, 0.06);
  assertEquals(Math.max(...pixels), 255);
  assertEquals(pixels[0], 0);
});

const SAME: Record<string, Drawing> = {
  "off the centre": { left: 10, top: 110 },
  "small": { scale: 0.3, left: 150, top: 30 },
  "large": { size: 900, scale: 4, left: 300, top: 200 },
  "lit from one side": { light: (x) => 0.35 + 0.65 * x / 240 },
  "lit by a lamp": { light: (x, y) => 0.4 + 0.6 * Math.exp(-((x - 40) ** 2 + (y - 200) ** 2) / 3e4) },
  "with a shadow across it": { light: (x, y) => x + y > 240 ? 0.5 : 1 },
  "light on dark": { paper: 30, ink: 210 },
  "light on dark, lit from one side": { paper: 50, ink: 220, light: (_, y) => 1 - 0.4 * y / 240 },
  "pale": { paper: 150, ink: 120 },
  "with dirt": { light: (x, y) => Math.hypot(x - 20, y - 20) < 3 ? 0.3 : 1 },
};

for (const [how, drawing] of Object.entries(SAME)) {
  Deno.test(`a digit ${how} comes out the same`, () => {
    const difference = meanDifference(prepared(drawing), prepared({}));
    assert(difference < 5, `it differs by ${difference} on average`);
  });
}

Deno.test("strokes of a thin pen become as wide as those of MNIST, and those of a brush as narrow", () => {
  const inkOf = (thick: number) => prepared({ thick }).reduce((sum, value) => sum + value, 0) / 255;
  assert(inkOf(2) > 0.6 * inkOf(12), `${inkOf(2)} of ${inkOf(12)}`);
  assert(inkOf(30) < 1.8 * inkOf(12), `${inkOf(30)} of ${inkOf(12)}`);
});

Deno.test("blank paper is refused", () => {
  for (const light of [() => 1, (x: number) => 0.5 + x / 480]) {
    const blank = draw({ paper: 200, ink: 200, light });
    assertThrows(
      () => asMnist(blank, 28, "x.png"),
      DataError,
      "Cannot find a digit in x.png: nothing stands out from the background",
    );
  }
});
