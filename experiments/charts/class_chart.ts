import { classFigures } from "../analysis/inspection_tables.ts";
import { meanStd } from "../analysis/statistics.ts";
import { variantOf } from "../study/run_names.ts";
import { extent } from "../study/extent.ts";
import { formatPercent } from "../study/format.ts";
import { isBest } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { type Chart, sentences } from "./chart.ts";
import { layer, NAME_LABELS, QUIET, ramp, tooltip } from "./encoding.ts";
import { figureText } from "./figure_text.ts";
import type { Runs } from "./runs.ts";

/** For so many classes there is room to write in their fields. */
const ROOMY = 12;

/** How many of the images of each class were right, for each variant, or for the best of a search. */
export function classChart({ study, records, seeds }: StudyRecord, { names }: Runs): Chart | undefined {
  const shown = study.search ? records.map(({ run }) => run).filter(({ name }) => isBest(study, name)) : [];
  const variants = study.search ? [...new Set(shown.map(variantOf))] : names;
  const classes = records.find(({ inspection }) => inspection)?.inspection?.classes ?? [];
  const cells = variants.flatMap((variant) => {
    const figures = records.filter(({ run }) => variantOf(run) === variant)
      .flatMap(({ inspection }) => inspection ? [classFigures(inspection, classes)] : []);
    if (figures.length === 0) return [];
    return classes.map((name, k) => {
      const { mean, std } = meanStd(figures.map((of) => of[k].recall))!;
      const label = formatPercent(mean);
      return {
        run: variant,
        class: name,
        accuracy: mean,
        label,
        text: `${figureText({ mean, std }, formatPercent)} %`,
      };
    });
  }).filter(({ accuracy }) => Number.isFinite(accuracy));
  if (cells.length === 0) return undefined;
  const [low, high] = extent(cells, ({ accuracy }) => accuracy) as [number, number];
  const light = { test: `datum.accuracy >= ${low + (high - low) * 4 / 7}`, value: "var(--on-high)" };
  return {
    id: "class_accuracy",
    title: "Accuracy by class",
    note: sentences(
      "Of the test images of each class, how many percent are right.",
      seeds > 1 && `Means of ${seeds} seeds.`,
    ),
    hides: false,
    wide: true,
    least: 44 * Math.min(classes.length, ROOMY),
    plots: [{
      spec: {
        height: { step: 30 },
        data: { values: cells },
        encoding: {
          x: {
            field: "class",
            type: "nominal",
            title: "Class",
            sort: classes,
            axis: { ...QUIET, labelAngle: 0, orient: "top", labelOverlap: true },
          },
          y: {
            field: "run",
            type: "nominal",
            title: null,
            sort: variants,
            axis: { ...NAME_LABELS, ...QUIET },
          },
        },
        layer: [
          layer({ type: "rect", stroke: "var(--card)", strokeWidth: 2, cornerRadius: 3 }, {
            color: ramp([low, high]),
            tooltip: tooltip({ Run: "run", Class: "class", Accuracy: "text" }),
          }),
          ...(classes.length <= ROOMY
            ? [layer({ type: "text", fontSize: 12, tooltip: null }, {
              text: { field: "label", type: "nominal" },
              color: { condition: light, value: "var(--on-low)" },
            })]
            : []),
        ],
      },
    }],
  };
}
