/** How far a study is, while it is not finished.
 * @module
 */
import { type Kind, type Standing, standingText } from "../../runner/shards/standing.ts";
import { listing, plural } from "../../study/format.ts";
import type { FoundStudy } from "../found_study.ts";
import { type Html, html } from "../html.ts";

/** So many runs of a kind are named. */
const MOST = 6;

/** A bar, and who trains what; nothing if all runs are over. */
export function progressHtml({ standings, underWay }: FoundStudy): Html | undefined {
  const of = (kind: Kind) => standings.filter((standing) => standing.kind === kind);
  const finished = of("finished").length, all = standings.length;
  if (finished === all && !underWay) return undefined;
  const share = standings.reduce((sum, standing) => sum + shareOf(standing), 0);
  const text = [
    `${finished} of ${plural(all, "run")} finished`,
    kindText("running", of("running")),
    kindText("paused", of("paused")),
    of("missing").length > 0 && `${of("missing").length} not begun`,
  ].filter(Boolean).join("; ");
  return html`
    <p class="progress"><progress max="${all || 1}" value="${share.toFixed(3)}"
      aria-label="Share of the epochs"></progress> ${text}.</p>
  `;
}

function shareOf({ kind, record }: Standing): number {
  return kind === "finished" ? 1 : record ? record.epochs.length / record.run.configuration.epochs : 0;
}

function kindText(kind: string, standings: readonly Standing[]): string | false {
  const names = standings.map((standing) =>
    `${standing.name} (${standingText(standing)})`.replace(" ()", "")
  );
  return names.length > 0 && `${kind}: ${listing(names, MOST)}`;
}
