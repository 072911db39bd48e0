/** The charts of a study.
 * @module
 */
import { datasetName, type Study } from "../report/study.ts";
import type { Chart } from "./chart.ts";
import { dotChart } from "./dot_chart.ts";
import { epochCharts } from "./epoch_charts.ts";
import { functionsChart } from "./functions_chart.ts";
import { heatMaps } from "./heat_map.ts";
import { importanceChart } from "./importance_chart.ts";
import { innerCharts } from "./inner_charts.ts";
import { parallelChart } from "./parallel_chart.ts";
import type { Runs } from "./runs.ts";
import { scatterChart } from "./scatter_chart.ts";
import { softmaxChart } from "./softmax_chart.ts";

/** The charts that there is something to draw in. Those about the data say which. */
export function chartsOf(study: Study, runs: Runs): Chart[] {
  const importance = importanceChart(study);
  const compared = study.tables.trials
    ? [
      parallelChart(study),
      importance && { ...importance, wide: true },
      ...heatMaps(study),
      ...epochCharts(study, runs),
    ]
    : [
      ...epochCharts(study, runs),
      ...[dotChart(study, runs, "accuracy"), dotChart(study, runs, "loss"), scatterChart(study, runs)],
      ...[...heatMaps(study), importance],
    ];
  const aboutData = [...compared, ...innerCharts(study, runs)].filter((chart) => chart !== undefined)
    .map((chart) => ({ ...chart, title: `${chart.title} on ${datasetName(study)}` }));
  const aboutFunctions = [softmaxChart(study), functionsChart(study)].filter((chart) => chart !== undefined);
  return inRows([...aboutData, ...aboutFunctions]);
}

/** Charts stand in pairs unless they are wide: one that is left over becomes so. */
function inRows(charts: readonly Chart[]): Chart[] {
  let left = false;
  return charts.map((chart, i) => {
    const next = charts.at(i + 1), alone = !chart.wide && !left && (!next || next.wide === true);
    left = !chart.wide && !left && !alone;
    return alone ? { ...chart, wide: true } : chart;
  });
}
