/** How far a study is, in words.
 * @module
 */
import { plural } from "../../study/format.ts";
import { originsOf } from "../origins.ts";
import type { StudyExecution } from "../study_execution.ts";
import { arrayList, type Division } from "./shard.ts";
import { claimsIn } from "../../storage/read_claims.ts";
import { type Kind, standingsOf, standingText } from "./standing.ts";
import { divided } from "./turns.ts";
import type { StudyPlan } from "../../study/study_record.ts";
import { hasEnded, type RunRecord } from "../../study/run_record.ts";
import { shardAt } from "../../study/shard.ts";

/** The most runs of a kind that are named. */
const MOST_NAMES = 20;

export async function statusText(
  { study, runs, folder, halving }: StudyPlan,
  execution: StudyExecution,
  division: Division,
): Promise<string> {
  const { records } = execution, missing = new Set(execution.missing.map(({ name }) => name));
  const standings = standingsOf(runs.map(({ name }) => name), {
    claims: await claimsIn(`${folder}/claims`),
    records,
    isMissing: (name) => missing.has(name),
  });
  const kinds: Record<Kind, string[]> = { finished: [], running: [], paused: [], missing: [] };
  for (const standing of standings) {
    const { name, kind } = standing, more = standingText(standing);
    kinds[kind].push(more ? `${name} (${more})` : name);
  }
  const at = new Set(standings.filter(({ claim }) => claim).map(({ name }) => name));
  const lines = [
    `Study     ${study.name}, ${plural(runs.length, "run")}${study.search ? ", and then the best" : ""}`,
    `Folder    ${folder}`,
    `Finished  ${kinds.finished.length}${outcomes(records)}`,
    `Running   ${kinds.running.length}${listed(kinds.running)}`,
    `Paused    ${kinds.paused.length}${listed(kinds.paused)}`,
    `Missing   ${kinds.missing.length}${listed(kinds.missing)}`,
    ...originsOf(execution.records).entries().map(([text, count], i) =>
      `${i === 0 ? "Trained   " : "          "}${plural(count, "run")} with ${text}`
    ),
    "",
    ...next(execution, division, { runs, halving }, at, missing),
  ];
  return lines.join("\n") + "\n";
}

function next(
  execution: StudyExecution,
  { shards, firstTask }: Division,
  { runs, halving }: Pick<StudyPlan, "runs" | "halving">,
  at: ReadonlySet<string>,
  missing: ReadonlySet<string>,
): string[] {
  if (missing.size === 0) return ["All runs are finished: --merge writes the tables and plots."];
  const { records } = execution;
  // Those that wait for the others of their rung are "running" and need nobody.
  const waiting = new Set(records.filter(({ status }) => status === "running").map(({ run }) => run.name));
  const open = divided(runs, records, halving).flatMap(({ name }, position) =>
    missing.has(name) && !at.has(name) && !waiting.has(name) ? [position] : []
  );
  const indices = new Set(open.map((position) => shardAt(position, shards)));
  const tasks = [...indices].sort((a, b) => a - b).map((index) => index - 1 + firstTask);
  if (tasks.length > 0) {
    return [
      `To train what is paused or missing, run these of ${plural(shards, "shard")}:`,
      `  --array=${arrayList(tasks)}`,
    ];
  }
  const best = execution.missing.some(({ name }) => !runs.some((run) => run.name === name));
  return best && at.size === 0
    ? ["Only the best is missing, which any shard trains:", `  --array=${firstTask}`]
    : ["The rest is being trained."];
}

/** How many did not end as hoped. */
function outcomes(records: readonly RunRecord[]): string {
  const parts = ["diverged", "stopped"].flatMap((kind) => {
    const count = records.filter((record) => hasEnded(record) && record.status === kind).length;
    return count > 0 ? [`${count} ${kind}`] : [];
  });
  return parts.length > 0 ? ` (${parts.join(", ")})` : "";
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return "";
  const more = names.length - MOST_NAMES;
  return `: ${names.slice(0, MOST_NAMES).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
