import { kernels, Tensor } from "@chainrule/core";
import { cpus } from "node:os";
import type { Origin } from "../study/run_record.ts";

/** The name of the processor; undefined where nobody tells, or this program may not ask. */
export function processorName(): string | undefined {
  try {
    return cpus()[0]?.model || undefined;
  } catch {
    return undefined;
  }
}

/** What computes here. */
export function origin(): Origin {
  return known ??= {
    deno: Deno.version.deno,
    processor: [processorName(), Deno.build.arch].filter(Boolean).join(", "),
    kernels: roundsOnce() ? "relaxed" : "strict",
  };
}

let known: Origin | undefined;

/** Whether a multiply-add of float32 is rounded once: −1 + x² is 2⁻¹¹ + 2⁻²⁴, of which x², once rounded, has lost the second part. */
export function roundsOnce(): boolean {
  const x = 1 + 2 ** -12, out = Tensor.zeros([1, 1]);
  kernels.float32.multiply(Tensor.from([[1, x]]), Tensor.from([[-1], [x]]), out);
  return out.data[0] !== 2 ** -11;
}
