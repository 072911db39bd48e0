/** Digits drawn by code.
 * @module
 */
import { Random, reserveBytes } from "@chainrule/core";
import type { Dataset, TrainTest } from "../dataset.ts";
import { DIGIT_SHAPES, type Point, type Stroke } from "./digit_shapes.ts";
import { drawPath } from "./draw_strokes.ts";

/** How many digits {@linkcode syntheticDigits} draws, and how large. */
export interface SyntheticDigitsOptions {
  /** How many images to train on: 10,000. More of them begin with the same ones. */
  train?: number;
  /** How many images to test on: 2,000. */
  test?: number;
  /** What decides every image, a whole number from 0: 1. */
  seed?: number;
  /** The height of an image in pixels: 28. */
  rows?: number;
  /** The width of an image in pixels: 28. */
  columns?: number;
}

/** Images of fewer pixels show no digits. */
const LEAST_PIXELS = 8;
const MOST_PIXELS = 1024;

/**
 * Grey images of the ten digits, drawn by code: strokes in several shapes a digit, each point moved a little,
 * the whole rotated, sheared, scaled, shifted and bent, with pens of different widths, softness and ink. They
 * stand in for MNIST where it can't be had: of the same form, easier, but too hard for a linear model. The
 * same seed gives the same images.
 *
 * @throws {RangeError} If a count or a size is not a whole number of at least 1 (pixels: from 8 to 1024), or
 * the seed is none.
 * @throws {MemoryError} If the images don't fit into memory.
 *
 * @example
 * ```ts
 * import { syntheticDigits } from "@chainrule/data";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const { train, test } = syntheticDigits({ train: 100, test: 20, seed: 7 });
 * assertEquals([train.name, train.count, test.count], ["synthetic", 100, 20]);
 * assertEquals(train.images.length, 100 * 28 * 28);
 * assert(train.labels.every((label) => label < 10));
 * ```
 */
export function syntheticDigits(options: SyntheticDigitsOptions = {}): TrainTest {
  const { train = 10_000, test = 2_000, seed = 1, rows = 28, columns = 28 } = options;
  for (const [name, count] of Object.entries({ train, test })) check(name, count, 1, Number.MAX_SAFE_INTEGER);
  for (const [name, pixels] of Object.entries({ rows, columns })) {
    check(name, pixels, LEAST_PIXELS, MOST_PIXELS);
  }
  const random = new Random(seed);
  // A generator for each, so that neither depends on how many images the other has.
  const [trainRandom, testRandom] = [random.fork(), random.fork()];
  return { train: draw(train, rows, columns, trainRandom), test: draw(test, rows, columns, testRandom) };
}

function check(name: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  const bounds = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new RangeError(`Cannot draw digits: ${name} is ${value}, want a whole number ${bounds}`);
}

function draw(count: number, rows: number, columns: number, random: Random): Dataset {
  const images = reserveBytes(count * rows * columns);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = random.integer(DIGIT_SHAPES.length);
    const image = images.subarray(i * rows * columns, (i + 1) * rows * columns);
    drawDigit(labels[i], image, rows, columns, random);
  }
  return { name: "synthetic", images, labels, count, rows, columns, classes: DIGIT_SHAPES.length };
}

/** Draws one digit, in one of its shapes, with a hand and a pen of its own. */
function drawDigit(digit: number, image: Uint8Array, rows: number, columns: number, random: Random): void {
  const shapes = DIGIT_SHAPES[digit];
  const shape = shapes[random.integer(shapes.length)];
  const warp = randomWarp(rows, columns, random);
  const pixel = Math.min(rows, columns) / 28;
  const pen = {
    radius: pixel * random.uniform(0.8, 1.7),
    softness: pixel * random.uniform(1, 2),
    ink: Math.min(255, random.uniform(190, 300)),
  };
  for (const stroke of shape) {
    const length = trace(stroke, random);
    for (let i = 0; i < length; i += 2) warp(path, i);
    drawPath(path, length, pen, image, rows, columns);
  }
}

/** Moves a point, the numbers `at` and `at + 1` of a path, from the coordinates of shapes to pixels. */
type Warp = (path: Float64Array, at: number) => void;

/** A random rotation, shear, scale, shift and smooth bend. */
function randomWarp(rows: number, columns: number, random: Random): Warp {
  const angle = random.normal(0, 0.16), shear = random.normal(0, 0.2);
  const height = rows * random.uniform(0.28, 0.35), width = columns * random.uniform(0.26, 0.38);
  const left = columns / 2 + columns / 28 * random.normal(0, 0.9);
  const top = rows / 2 + rows / 28 * random.normal(0, 0.9);
  const cos = Math.cos(angle), sin = Math.sin(angle);
  const bendX = randomWave(random), bendY = randomWave(random);
  return (path, at) => {
    const x = path[at] + bendX(path[at], path[at + 1]), y = path[at + 1] + bendY(path[at], path[at + 1]);
    const sheared = x - shear * y;
    path[at] = left + width * (cos * sheared - sin * y);
    path[at + 1] = top + height * (sin * sheared + cos * y);
  };
}

/** A smooth function of a point, of a random wavelength, direction and strength. */
function randomWave(random: Random): (x: number, y: number) => number {
  const strength = random.normal(0, 0.11), phase = random.uniform(0, 2 * Math.PI);
  const alongX = random.normal(0, 1.8), alongY = random.normal(0, 1.8);
  return (x, y) => strength * Math.sin(alongX * x + alongY * y + phase);
}

/** How far a point strays from its place in the shape. */
const JITTER = 0.055;
/** Straight pieces between two points of a stroke, so that curves look smooth and lines can bend. */
const PIECES = 5;
/** The stroke at hand: x, y, x, y, … */
const path = new Float64Array(1024);

/** Writes a stroke with its points moved a little to `path`, and returns how many numbers it has. */
function trace({ points, smooth }: Stroke, random: Random): number {
  const moved = points.map(([x, y]): Point => [x + random.normal(0, JITTER), y + random.normal(0, JITTER)]);
  let length = 0;
  for (let i = 0; i + 1 < moved.length; i++) {
    const p1 = moved[i], p2 = moved[i + 1];
    const p0 = smooth && moved[i - 1] || p1, p3 = smooth && moved[i + 2] || p2;
    for (let piece = i === 0 ? 0 : 1; piece <= PIECES; piece++) {
      const t = piece / PIECES;
      for (const axis of [0, 1]) {
        path[length++] = smooth
          ? catmullRom(p0[axis], p1[axis], p2[axis], p3[axis], t)
          : p1[axis] + t * (p2[axis] - p1[axis]);
      }
    }
  }
  return length;
}

/** The spline through `b` (t = 0) and `c` (t = 1) with the neighbours `a` and `d` (Catmull and Rom, 1974). */
function catmullRom(a: number, b: number, c: number, d: number, t: number): number {
  return b + t / 2 * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}
