/** What differences go with.
 * @module
 */
import { percent } from "../report/numbers.ts";
import { numberIn } from "../report/read_csv.ts";
import type { Study } from "../report/study.ts";
import { settingName } from "../report/trials_table.ts";
import { type Chart, COMMON, NAME_LABELS, PERCENT_LABELS } from "./chart.ts";

/** The most bars that are drawn. */
const MOST = 12;

/** A bar for each setting. */
export function importanceChart({ tables }: Study): Chart | undefined {
  const values = (tables.importance?.rows ?? []).flatMap(({ setting, importance }) => {
    const share = numberIn(importance);
    const name = settingName(setting);
    return share === undefined
      ? []
      : [{ name, share, Setting: name, Share: `${percent(share)} % of the variance` }];
  }).sort((a, b) => b.share - a.share).slice(0, MOST);
  if (values.length === 0) return undefined;
  return {
    title: "Which settings matter",
    note:
      "The share of the variance of accuracy that goes with each setting, and with pairs (×) beyond that.",
    hides: false,
    plots: [{
      spec: {
        ...COMMON,
        height: { step: 30 },
        data: { values },
        mark: { type: "bar", color: "var(--run-0)", cornerRadiusEnd: 2, height: { band: 0.7 } },
        encoding: {
          y: {
            ...{ field: "name", type: "nominal", sort: null, title: null },
            axis: { ...NAME_LABELS, ticks: false, labelPadding: 8, labelColor: "var(--ink)" },
          },
          x: {
            ...{ field: "share", type: "quantitative", title: "Share of variance" },
            axis: { ...PERCENT_LABELS, tickCount: 4, labelOverlap: true, labelFlush: false, domain: false },
          },
          tooltip: ["Setting", "Share"].map((field) => ({ field, type: "nominal" })),
        },
      },
    }],
  };
}
