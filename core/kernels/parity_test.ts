/** That the comparison of kernels finds what it is there to find. */
import { assertThrows } from "@std/assert";
import type { Kernels } from "./types.ts";
import { exactly, inEachBuild } from "./parity.ts";
import { reference } from "./reference.ts";

type Faulty = Kernels["multiplyElements"];

function check(multiplyElements: Faulty): void {
  inEachBuild(
    "a·b",
    (make) => {
      const a = make([5], [1, 2, 3, 4, 5]), b = make([5], [5, 4, 3, 2, 1]), out = make([5]);
      return { outputs: [out], run: (kernels) => kernels.multiplyElements(a, b, out) };
    },
    exactly,
    { faulty: { ...reference, multiplyElements } },
  );
}

Deno.test("parity: a kernel without faults passes", () => check(reference.multiplyElements));

const faults: Record<string, { kernel: Faulty; message: string }> = {
  "a wrong number": {
    kernel: (a, b, out) => {
      reference.multiplyElements(a, b, out);
      out.data[3] += 2 ** -20;
    },
    message: "a·b[3] is 8.000000953674316, want 8",
  },
  "a number left out": {
    kernel: (a, b, out) => out.data.set([5, 8, 9, a.data[0] * b.data[1]]),
    message: "a·b[3] is 4",
  },
  "adding to what was there": {
    kernel: (a, b, out) => out.data.forEach((_, i) => out.data[i] += a.data[i] * b.data[i]),
    message: "a·b[0] is NaN, want 5",
  },
  "a write after the end": {
    kernel: (a, b, out) => {
      reference.multiplyElements(a, b, out);
      new Float32Array(out.data.buffer, out.data.byteOffset, 6)[5] = 0;
    },
    message: "wrote outside its outputs",
  },
  "a write before the start": {
    kernel: (a, b, out) => {
      reference.multiplyElements(a, b, out);
      new Float32Array(out.data.buffer, out.data.byteOffset - 4, 1)[0] = 0;
    },
    message: "wrote outside its outputs",
  },
  "a write to an input": {
    kernel: (a, b, out) => {
      reference.multiplyElements(a, b, out);
      a.data[0] = 7;
    },
    message: "wrote outside its outputs",
  },
  "a read after the end that matters": {
    kernel: (a, b, out) => {
      reference.multiplyElements(a, b, out);
      out.data[4] += 0 * new Float32Array(a.data.buffer, a.data.byteOffset, 6)[5];
    },
    message: "a·b[4] is NaN, want 5",
  },
};

for (const [fault, { kernel, message }] of Object.entries(faults)) {
  Deno.test(`parity: ${fault} is found`, () => {
    assertThrows(() => check(kernel), Error, message);
  });
}
