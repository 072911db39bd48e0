import { plural } from "../../study/format.ts";
import type { FoundClaim } from "../../storage/read_claims.ts";
import type { RunRecord } from "../../study/run_record.ts";

/** How far a run is: it ended, somebody trains it, somebody did, or nobody has begun. */
export type Kind = "finished" | "running" | "paused" | "missing";

export interface Standing {
  readonly name: string;
  readonly kind: Kind;
  /** What there is of it. */
  readonly record?: RunRecord;
  /** Who is at it. */
  readonly claim?: FoundClaim;
}

/** How far runs are: those with these names, those with records, and those that somebody is at. */
export function standingsOf(
  names: Iterable<string>,
  { claims, records, isMissing }: {
    claims: readonly FoundClaim[];
    records: readonly RunRecord[];
    isMissing: (name: string) => boolean;
  },
): Standing[] {
  const at = new Map(claims.flatMap((claim) => claim.runs.map((name) => [name, claim] as const)));
  const found = new Map(records.map((record) => [record.run.name, record]));
  return [...new Set([...names, ...found.keys(), ...at.keys()])].map((name) => {
    const record = found.get(name), claim = at.get(name);
    if (!isMissing(name)) return { name, kind: "finished", record };
    return { name, kind: claim ? "running" : record ? "paused" : "missing", record, claim };
  });
}

/** How far a run is and who is at it, in words: `3 of 10 epochs, process 1234 on host`. Nothing if it is finished. */
export function standingText({ kind, record, claim }: Standing): string {
  const total = record && plural(record.run.configuration.epochs, "epoch");
  const far = record && `${record.epochs.length} of ${total}`;
  const who = claim && `process ${claim.pid} on ${claim.host}`;
  return kind === "finished" ? "" : [far, who].filter(Boolean).join(", ");
}
