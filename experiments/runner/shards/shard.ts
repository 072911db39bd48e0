import { quote } from "../../study/format.ts";
import type { Shard } from "../../study/shard.ts";
import { UsageError } from "../../study/usage_error.ts";

/** `shard-2-of-8`. */
export function shardName({ index, count }: Shard): string {
  return `shard-${index}-of-${count}`;
}

/** The variables of the environment that number the tasks of a job. */
export const ARRAY_VARIABLES = [
  "SLURM_ARRAY_TASK_ID",
  "SLURM_ARRAY_TASK_MIN",
  "SLURM_ARRAY_TASK_MAX",
  "SLURM_ARRAY_TASK_COUNT",
  "JOB_COMPLETION_INDEX",
] as const;

/** How a plan divides a study. */
export interface Division {
  readonly shards: number;
  /** The number of the first task of a job array, which is the first shard. */
  readonly firstTask: number;
}

/**
 * The shard of this task of a Slurm job array or a Kubernetes Indexed Job; undefined if this is none.
 *
 * A plan tells how many shards there are, for an array may be only those that are to be run again. Without one, a Slurm array
 * itself tells.
 *
 * @param variables The environment.
 * @param division How the plan divides the study, if it does.
 * @param count How many shards there are, if that was said.
 * @throws {UsageError} If it can't be known.
 */
export function shardOfTask(
  variables: Readonly<Partial<Record<typeof ARRAY_VARIABLES[number], string>>>,
  division: Division | undefined,
  count: number | undefined,
): { readonly shard: Shard; readonly division: Division } | undefined {
  const { SLURM_ARRAY_TASK_ID: task, JOB_COMPLETION_INDEX: completion } = variables;
  if (task === undefined && completion === undefined) return undefined;
  const [name, text] = task !== undefined
    ? ["SLURM_ARRAY_TASK_ID", task] as const
    : ["JOB_COMPLETION_INDEX", completion!] as const;
  const number = read(name, text);
  const shards = division?.shards ?? count ??
    (task !== undefined ? read("SLURM_ARRAY_TASK_COUNT", variables.SLURM_ARRAY_TASK_COUNT) : undefined);
  if (shards === undefined) {
    throw new UsageError(
      `Cannot tell how many shards there are: ${name} is ${number}, want --shards N as well`,
    );
  }
  const firstTask = task === undefined
    ? 0 // as Kubernetes counts
    : division?.firstTask ?? read("SLURM_ARRAY_TASK_MIN", variables.SLURM_ARRAY_TASK_MIN ?? "1");
  if (!division && count === undefined) checkNoGaps(variables, firstTask, shards);
  const index = number - firstTask + 1;
  if (index < 1 || index > shards) {
    throw new UsageError(
      `Cannot tell the shard: ${name} is ${number}, want ${firstTask} to ${
        firstTask + shards - 1
      } for ${shards} shards` +
        (division ? ", as planned" : ""),
    );
  }
  return { shard: { index, count: shards }, division: { shards, firstTask } };
}

/** Without a plan, the tasks of an array are the shards: none may be left out, as in `--array=1-7:2`. */
function checkNoGaps(
  variables: Parameters<typeof shardOfTask>[0],
  first: number,
  count: number,
): void {
  if (variables.SLURM_ARRAY_TASK_MAX === undefined) return;
  const last = read("SLURM_ARRAY_TASK_MAX", variables.SLURM_ARRAY_TASK_MAX);
  if (last - first + 1 === count) return;
  throw new UsageError(
    `Cannot tell the shard: the array has ${count} of the tasks ${first} to ${last}, want all of ` +
      `--array=${first}-${first + count - 1}, or --plan before`,
  );
}

function read(name: string, text: string | undefined): number {
  if (text !== undefined && /^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(
    `Cannot tell the shard: ${name} is ${text === undefined ? "not set" : quote(text)}, want a whole number`,
  );
}

/** Numbers as job arrays take them: `1-4,7,9-10`. */
export function arrayList(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < numbers.length;) {
    let last = i;
    while (numbers[last + 1] === numbers[last] + 1) last++;
    parts.push(last === i ? String(numbers[i]) : `${numbers[i]}-${numbers[last]}`);
    i = last + 1;
  }
  return parts.join(",");
}
