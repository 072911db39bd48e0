/** `machine.json`: when and where a study was run.
 * @module
 */

/** What `machine.json` holds. It is the only file besides measured times that differs from run to run. */
export interface MachineFile {
  /** When the study began, as ISO 8601 has it. */
  readonly date: string;
  readonly os: string;
  /** The kind of processor. */
  readonly arch: string;
  /** Its name; absent where it can't be known. */
  readonly cpu?: string;
  /** How many processors there are. */
  readonly cores: number;
  /** The version of Deno. */
  readonly deno: string;
  /** How many runs were trained side by side; absent where they were merged. */
  readonly jobs?: number;
}

/** The text of `machine.json`, as of now. */
export function machineJson({ jobs }: Pick<MachineFile, "jobs"> = {}): string {
  const file: MachineFile = {
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

/** Only Linux tells, and only a program that may read everything. */
function processorName(): string | undefined {
  try {
    return Deno.readTextFileSync("/proc/cpuinfo").match(/^model name\s*:\s*(.*)$/m)?.[1];
  } catch {
    return undefined;
  }
}
