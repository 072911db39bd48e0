/** One process of one library.
 * @module
 */
import type { Contestant } from "./contestants.ts";
import type { Job, Result } from "./job.ts";

/** A library did not do its job: the message says why, in one line. */
export class PeerError extends Error {
  /** The name that stack traces show. */
  override readonly name = "PeerError";
}

/** How long a process may take to start, to read its data and to finish its last step, in seconds. */
const PATIENCE = 180;

/**
 * Has a contestant do a job in a process of its own.
 *
 * @throws {PeerError} If it fails or takes too long.
 */
export async function runJob(contestant: Contestant, job: Job, signal: AbortSignal): Promise<Result> {
  const file = `${job.folder}/job.json`;
  await Deno.writeTextFile(file, JSON.stringify({ ...job, ...contestant.settings }));
  const [program, ...args] = contestant.command;
  const late = AbortSignal.timeout((2 * job.seconds + PATIENCE) * 1000);
  const { stdout, stderr } = await output(program, [...args, file], AbortSignal.any([signal, late]));
  signal.throwIfAborted();
  if (late.aborted) throw new PeerError("it does not come to an end");
  return readResult(stdout) ?? fail(stderr);
}

async function output(program: string, args: string[], signal: AbortSignal) {
  try {
    const command = new Deno.Command(program, { args, stdin: "null", signal, env: { NO_COLOR: "1" } });
    const { stdout, stderr } = await command.output();
    const decoder = new TextDecoder();
    return { stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new PeerError(`${program} is not in PATH`);
    if (error instanceof Deno.errors.NotCapable) throw new PeerError(firstLine(error.message));
    throw error;
  }
}

function firstLine(text: string): string {
  return text.split("\n")[0];
}

/** The result is the last line; libraries may print what they like before it. */
export function readResult(stdout: string): Result | undefined {
  const line = stdout.trimEnd().split("\n").pop() ?? "";
  if (!line.startsWith('{"version"')) return undefined;
  return JSON.parse(line);
}

function fail(stderr: string): never {
  throw new PeerError(reason(stderr));
}

/** What went wrong, in a line: Deno's message comes first, Python's last. */
export function reason(stderr: string): string {
  const lines = stderr.trim().split("\n");
  const line = lines.find((line) => line.startsWith("error: ")) ?? lines.pop();
  return line?.replace(/^error: (Uncaught (\(in promise\) )?)?(\w*Error: )?/, "") || "it failed";
}
