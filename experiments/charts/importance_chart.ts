import { LEVEL } from "../analysis/comparisons.ts";
import { studyImportance } from "../analysis/importance.ts";
import type { Importance } from "../analysis/importance_types.ts";
import { max } from "../study/extent.ts";
import { formatPercent } from "../study/format.ts";
import type { StudyRecord } from "../study/study_record.ts";
import type { Chart } from "./chart.ts";
import { layer, NAME_LABELS, PERCENT_LABELS, quantitative, tooltip } from "./encoding.ts";
import { measureName, settingName, settingText } from "./setting_words.ts";

/** The most pairs that are drawn, and the least share that they must have. */
const PAIRS = 8, LEAST = 0.005;

/** A bar for each setting, for the pairs that matter beyond that, and for what remains. */
export function importanceChart(record: StudyRecord): Chart | undefined {
  const { study } = record, found = studyImportance(record);
  if (!found) return undefined;
  const { importances, metric, drawn } = found;
  const isPair = ({ setting }: Importance) => setting.includes(" × ");
  const pairs = importances.filter((of) => isPair(of) && of.importance >= LEAST).slice(0, PAIRS);
  const values = importances.filter((of) => !isPair(of) || pairs.includes(of))
    .map(({ setting, importance: share, best, p = 0 }) => ({
      name: settingName(setting),
      share,
      short: `${(100 * share).toFixed(1)} %`,
      label: `${(100 * share).toFixed(1)} %` +
        (p >= LEVEL ? ", not told from chance" : best ? `, best: ${settingText(best.value)}` : ""),
      written: `${formatPercent(share)} % of the variance`,
    }));
  const names = { ...NAME_LABELS, ticks: false, labelPadding: 8, labelColor: "var(--ink)" };
  const shares = { ...PERCENT_LABELS, tickCount: 4, labelOverlap: true, labelFlush: false, domain: false };
  // The labels behind the bars need room.
  const scale = { domain: [0, 1.25 * Math.max(0.01, max(values, ({ share }) => share)!)], nice: false };
  return {
    id: "importance",
    title: "Which settings matter",
    note: drawn
      ? `The share of the variance of ${
        measureName(metric)
      } that goes with each setting alone, numbers in groups of ` +
        "about as many trials each; what chance explains is taken off. Chance: by ranks (Kruskal and Wallis), 5 %."
      : `The share of the variance of ${
        measureName(metric)
      } that goes with each setting, and with pairs (×) ` +
        "beyond that.",
    hides: false,
    wide: study.search,
    plots: [{
      spec: {
        height: { step: 28 },
        data: { values },
        encoding: {
          y: { field: "name", type: "nominal", sort: null, title: null, axis: names },
          x: quantitative("share", "Share of the variance", scale, shares),
        },
        layer: [
          layer(
            { type: "bar", color: "var(--run-0)", cornerRadiusEnd: 2, height: { band: 0.7 } },
            { tooltip: tooltip({ Setting: "name", Share: "written" }) },
          ),
          layer(
            { type: "text", align: "left", dx: 6, tooltip: null },
            { text: { condition: { test: "width < 300", field: "short" }, field: "label" } },
          ),
        ],
      },
    }],
  };
}
