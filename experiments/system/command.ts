/** The command as a process of its own, for checks that can't be done within one.
 * @module
 */
import { apartFromImages } from "./small_images.ts";

/** The folder of the project. */
export const ROOT = new URL("../../", import.meta.url);

/** The flags and the program that a task of `deno.json` runs Deno with. */
export async function taskOf(name: string): Promise<{ flags: string[]; program: string }> {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const [, flags, program] = tasks[name].command.match(/^deno run (.*) (\S+\.ts)$/);
  return { flags: flags.split(" "), program };
}

/** A process that was started. */
export interface Started {
  readonly pid: number;
  /** How it ended, and what it wrote. */
  readonly ended: Promise<Ended>;
  /** Sends it a signal, if it is still there. */
  send(signal: Deno.Signal): void;
}

/** How a process ended. */
export interface Ended {
  /** Its exit code; 128 and more if a signal ended it. */
  readonly code: number;
  /** The signal that ended it, if one did. */
  readonly signal: Deno.Signal | null;
  /** What it wrote to its output. */
  readonly out: string;
  /** What it wrote to its errors, but for what it says of the images of these checks. */
  readonly error: string;
}

/** Starts a program, in the folder of the project unless another one is given. */
export function start(program: string, args: readonly string[], folder: string | URL = ROOT): Started {
  const child = new Deno.Command(program, {
    args: [...args],
    cwd: folder,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const ended = Promise.all([child.status, child.stdout.text(), child.stderr.text()])
    .then(([{ code, signal }, out, error]) => ({ code, signal, out, error: apartFromImages(error) }));
  const send = (signal: Deno.Signal) => {
    try {
      child.kill(signal);
    } catch (error) {
      // It has ended by itself.
      if (!(error instanceof TypeError || error instanceof Deno.errors.NotFound)) throw error;
    }
  };
  return { pid: child.pid, ended, send };
}

/** What runs a task with these words after it. */
export async function taskCommand(name: string, args: readonly string[]): Promise<[string, string[]]> {
  const { flags, program } = await taskOf(name);
  return [Deno.execPath(), ["run", ...flags, program, ...args]];
}

/** What runs `deno task experiment` with these words after it. */
export function experimentCommand(args: readonly string[]): Promise<[string, string[]]> {
  return taskCommand("experiment", args);
}

/** Starts `deno task experiment`, with the permissions of the task. */
export async function startExperiment(args: readonly string[]): Promise<Started> {
  return start(...await experimentCommand(args));
}

/** Runs `deno task experiment` to its end. */
export async function runExperiment(args: readonly string[]): Promise<Ended> {
  return await (await startExperiment(args)).ended;
}

/** Runs a script of the shell, in which the program and its words are `"$@"`; `before` is what starts the shell. */
export function inShell(
  script: string,
  command: [string, string[]],
  before: readonly string[] = [],
): Started {
  const [first, ...words] = [...before, "sh", "-c", script, "sh", ...command.flat()];
  return start(first, words);
}

/** Whether a command can be run and ends well. */
export async function works(...command: string[]): Promise<boolean> {
  const [program, ...words] = command;
  try {
    return (await start(program, words).ended).code === 0;
  } catch {
    return false; // there is no such program
  }
}
