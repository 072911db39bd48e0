import { cpus } from "node:os";
import type { Origin } from "../study/run_record.ts";
import { roundsOnce } from "./rounding.ts";

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
