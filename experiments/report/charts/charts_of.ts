/** The charts of a study.
 * @module
 */
import type { Study } from "../study.ts";
import type { Chart } from "./chart.ts";
import { dotChart } from "./dot_chart.ts";
import { drawnRuns, epochCharts } from "./epoch_charts.ts";
import { functionsChart } from "./functions_chart.ts";
import { heatMap } from "./heat_map.ts";
import { importanceChart } from "./importance_chart.ts";
import { innerCharts } from "./inner_charts.ts";
import { parallelChart } from "./parallel_chart.ts";
import { scatterChart } from "./scatter_chart.ts";
import { softmaxChart } from "./softmax_chart.ts";

/** The charts that there is something to draw in. */
export function chartsOf(study: Study): Chart[] {
  const runs = drawnRuns(study), grid = study.tables.trials !== undefined;
  const all = [
    ...(grid ? [parallelChart(study), heatMap(study), importanceChart(study)] : []),
    ...epochCharts(study),
    ...(grid ? [] : [dotChart(study, runs, "accuracy"), dotChart(study, runs, "loss")]),
    ...(grid ? [] : [scatterChart(study, runs), heatMap(study), importanceChart(study)]),
    ...innerCharts(study),
    softmaxChart(study),
    functionsChart(study),
  ];
  return all.filter((chart) => chart !== undefined);
}
