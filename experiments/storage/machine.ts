import { processorName } from "../training/origin.ts";

/**
 * The text of `machine.json`, as of now. It is the only file besides measured times that differs from run to run.
 *
 * @param jobs How many runs are trained side by side; undefined where they are merged.
 */
export function machineJson(jobs?: number): string {
  const file = {
    date: new Date().toISOString(),
    os: Deno.build.os,
    arch: Deno.build.arch,
    cpu: processorName(),
    cores: navigator.hardwareConcurrency,
    deno: Deno.version.deno,
    jobs,
  };
  return JSON.stringify(file, null, 2) + "\n";
}
