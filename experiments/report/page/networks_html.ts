import type { NetworkCharts } from "../../charts/network_charts.ts";
import { NO_RUNS } from "../../charts/runs.ts";
import { formatPercent, plural } from "../../study/format.ts";
import type { RunRecord } from "../../study/run_record.ts";
import { variantOf } from "../../study/run_names.ts";
import type { FoundStudy } from "../found_study.ts";
import { element, type Html, html } from "../html.ts";
import { chartsHtml } from "./chart_html.ts";

/** What the places of the charts of a network are called after. */
export function networkId(study: string, { run }: RunRecord): string {
  // No two names become the same.
  return `${study}-network-${run.name.replace(/[^a-z0-9-]/gi, (letter) => `_${letter.codePointAt(0)}_`)}`;
}

/** What there is to see in some networks of a study, each folded: one is looked at at a time. */
export function networksHtml(
  { id, record }: FoundStudy,
  networks: readonly NetworkCharts[],
): Html | undefined {
  if (networks.length === 0) return undefined;
  const variants = new Set(
    record.records.filter(({ inspection }) => inspection).map(({ run }) => variantOf(run)),
  );
  const chosen = variants.size > networks.length
    ? `The best ${networks.length} of ${plural(variants.size, "variant")}; `
    : "";
  return html`
    <div class="networks">
      <h3>Inside the networks</h3>
      <p class="note">
        Which digits are taken for which, the surest mistakes, what the first layer looks for and where the network looks.
        ${chosen}
      </p>
      ${networks.map((network) => networkHtml(id, network))}
    </div>
  `;
}

function networkHtml(study: string, { record, charts }: NetworkCharts): Html {
  const { run, inspection, epochs } = record, id = networkId(study, record);
  const accuracy = inspection?.accuracy ?? epochs.at(-1)?.heldOutAccuracy;
  const figure = accuracy !== undefined && `, ${formatPercent(accuracy)} % right`;
  return element(
    "details",
    { id },
    html`
      <summary>${run.name}<span class="unit">${figure}</span></summary>
      ${chartsHtml(id, charts, NO_RUNS)}
    `,
  );
}
