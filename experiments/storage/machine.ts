import { processorName } from "../training/origin.ts";

/** How runs are trained, which changes nothing but times. */
export interface Training {
  /** How many side by side. */
  readonly jobs: number;
  /** Whether native kernels compute. */
  readonly native: boolean;
}

/**
 * The text of `machine.json`, as of now. It is the only file besides measured times that differs from run to run.
 *
 * @param training How runs are trained; undefined where they are merged.
 */
export function machineJson(training?: Training): string {
  const file = {
    date: new Date().toISOString(),
    os: Deno.build.os,
    arch: Deno.build.arch,
    cpu: processorName(),
    cores: navigator.hardwareConcurrency,
    deno: Deno.version.deno,
    jobs: training?.jobs,
    kernels: training && (training.native ? "native" : "WebAssembly"),
  };
  return JSON.stringify(file, null, 2) + "\n";
}
