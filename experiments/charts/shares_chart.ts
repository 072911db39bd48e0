import { type CostAndGain, costsAndGains } from "../analysis/extra_tables.ts";
import { max } from "../study/extent.ts";
import { formatPercent } from "../study/format.ts";
import type { StudyRecord } from "../study/study_record.ts";
import type { Chart } from "./chart.ts";
import { layer, quantitative, QUIET, tooltip } from "./encoding.ts";
import { rounded } from "./series.ts";

/** Which share of the steps each activation and each loss has, beside the accuracy with it. */
export function sharesChart({ study, records, extra: { shares = [] } }: StudyRecord): Chart | undefined {
  if (shares.length === 0) return undefined;
  const rows = costsAndGains(shares, study, records).toSorted((a, b) => b.share - a.share);
  const note =
    "784-128-10: forward and backward of the function, as a share of all that a step does. Beside it: mean test accuracy at " +
    "the best settings.";
  return {
    id: "shares",
    title: "What activations and losses cost, and bring",
    note,
    hides: false,
    wide: true,
    plots: (["activation", "loss"] as const).map((kind) => plot(kind, rows)),
    paper: { note, axes: { x: "Share of the time of a step", y: "" } },
  };
}

function plot(kind: CostAndGain["kind"], rows: readonly CostAndGain[]) {
  const values = rows.filter((row) => row.kind === kind).map(({ name, share, accuracy }) => ({
    name,
    share: rounded(share),
    label: formatPercent(share) + " %" +
      (accuracy === undefined ? "" : `, ${formatPercent(accuracy)} % right`),
  }));
  const y = { field: "name", type: "nominal", title: null, sort: null, axis: QUIET };
  // Texts stand to the right of the bars, of which the longest has half of the width.
  const domain = [0, 2.2 * max(values, ({ share }) => share)!];
  const x = quantitative("share", null, { domain, nice: false }, {
    labelExpr: "format(100 * datum.value, '~r') + ' %'",
    tickCount: 4,
    grid: false,
  });
  return {
    name: kind === "loss" ? "losses" : "activations",
    spec: {
      height: { step: 26 },
      data: { values },
      encoding: { y, x },
      layer: [
        layer({ type: "bar", height: 14, color: "var(--run-0)" }, {
          tooltip: tooltip({ Name: "name", Share: "label" }),
        }),
        layer({ type: "text", align: "left", dx: 6, tooltip: null }, { text: { field: "label" } }),
      ],
    },
  };
}
