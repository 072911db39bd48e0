/** Distorted images: the kernels of all builds give the bytes of the plain formula, and write nowhere else. */
import { assertEquals } from "@std/assert";
import { reserveBytes } from "../memory.ts";
import { Random } from "../random.ts";
import { builds } from "./parity.ts";
import { reference } from "./reference.ts";
import type { Distortion } from "./types.ts";

const SIZES = [[1, 1], [2, 3], [5, 1], [9, 12], [28, 28], [17, 15], [3, 50], [40, 33]];

function displacements(random: Random, columns: number, most: number): Distortion["displacements"] {
  const stride = 16 + columns, bytes = reserveBytes(4 * 16 * stride);
  const field = new Int32Array(bytes.buffer, bytes.byteOffset, 16 * stride);
  const draw = () => random.integer(512 * most + 1) - 256 * most;
  for (let i = 0; i < field.length; i++) field[i] = draw() & 0xffff | draw() << 16;
  return { field, stride, mask: 15, most };
}

Deno.test("distort: the bytes of the plain formula, whatever the image, its size and the distortion", () => {
  const random = new Random(1);
  for (const [rows, columns] of SIZES) {
    const size = rows * columns,
      wanted = new Uint8Array(size),
      room = reserveBytes(size + 32),
      from = reserveBytes(size + 3);
    const image = from.subarray(3), out = room.subarray(16, 16 + size);
    for (let round = 0; round < 60; round++) {
      const ink = [0, 0.02, 0.3, 1][round % 4],
        angle = random.uniform(-4, 4),
        scale = random.uniform(0.1, 1.9);
      image.forEach((_, i) => image[i] = random.uniform() < ink ? random.integer(256) : 0);
      const reach = round % 5 === 0 ? 1000 : 3,
        at = (middle: number) => -Math.round(65_536 * (middle + random.uniform(-reach, reach)));
      const distortion: Distortion = {
        rows,
        columns,
        a: Math.round(65_536 * Math.cos(angle) / scale),
        b: Math.round(65_536 * Math.sin(angle) / scale),
        left: at((columns - 1) / 2),
        top: at((rows - 1) / 2),
        displacements: round % 3 ? displacements(random, columns, [1, 20][round % 2]) : undefined,
        windowX: round % 3 ? random.integer(16) : 0,
        windowY: random.integer(65_536),
      };
      reference.distort(image, distortion, wanted);
      for (const [build, kernels] of Object.entries(builds)) {
        room.fill(77);
        kernels.distort(image, distortion, out);
        assertEquals(out, wanted, `${build}, ${rows} × ${columns}, round ${round}`);
        assertEquals([...room.subarray(0, 16), ...room.subarray(16 + size)], Array(32).fill(77), build);
      }
    }
  }
});

Deno.test("distort: nothing moved is the image itself", () => {
  const image = reserveBytes(35), out = reserveBytes(35);
  image.forEach((_, i) => image[i] = i * 7);
  const still = { a: 65_536, left: -3 * 65_536, top: -2 * 65_536, windowX: 0, windowY: 0 };
  // -0 is what a small angle below 0 is rounded to.
  for (const b of [0, -0]) {
    for (const kernels of [reference, ...Object.values(builds)]) {
      kernels.distort(image, { rows: 5, columns: 7, b, ...still }, out);
      assertEquals(out, image);
    }
  }
  const one = { rows: 1, columns: 1, a: 65_536, b: -0, left: -0, top: -0, windowX: 0, windowY: 0 };
  for (const kernels of [reference, ...Object.values(builds)]) {
    kernels.distort(image.subarray(1, 2), one, out.subarray(3, 4));
    assertEquals(out[3], image[1]);
  }
});
