import type { StudyRecord } from "../study/study_record.ts";
import type { Chart } from "./chart.ts";
import { classChart } from "./class_chart.ts";
import { datasetTitle } from "./dataset_title.ts";
import { dotChart } from "./dot_chart.ts";
import { epochCharts } from "./epoch_charts.ts";
import { frontChart } from "./front_chart.ts";
import { functionsChart } from "./functions_chart.ts";
import { goalsChart } from "./goals_chart.ts";
import { heatMap } from "./heat_map.ts";
import { importanceChart } from "./importance_chart.ts";
import { innerCharts } from "./inner_charts.ts";
import { parallelChart } from "./parallel_chart.ts";
import { drawnRuns, type Runs } from "./runs.ts";
import { rangeChart } from "./range_chart.ts";
import { scatterChart } from "./scatter_chart.ts";
import { settingsChart } from "./settings_chart.ts";
import { sharesChart } from "./shares_chart.ts";
import { softmaxChart } from "./softmax_chart.ts";
import { timingsChart } from "./timings_chart.ts";

/** The charts that there is something to draw in, in the order of the page. Those about the data say which. */
export function chartsOf(record: StudyRecord, runs: Runs = drawnRuns(record)): Chart[] {
  const search = [parallelChart(record), settingsChart(record), importanceChart(record), heatMap(record)];
  const measured = [dotChart(record, runs, "accuracy"), dotChart(record, runs, "loss")];
  const cost = scatterChart(record, runs),
    epochs = epochCharts(record, runs),
    classes = classChart(record, runs);
  const compared = record.study.rates
    ? [rangeChart(record, runs)]
    : record.study.search
    ? [...search, ...epochs, ...measured, cost, classes]
    : [
      ...epochs,
      ...measured,
      cost,
      goalsChart(record, runs),
      frontChart(record, runs),
      classes,
      heatMap(record),
      importanceChart(record),
    ];
  const aboutData = [...compared, ...innerCharts(record, runs)].filter((chart) => chart !== undefined)
    .map((chart) => ({
      ...chart,
      title: `${chart.title} on ${datasetTitle(record.data.name)}`,
      paper: { ...chart.paper, trained: true },
    }));
  const aboutFunctions = [
    softmaxChart(record.extra),
    functionsChart(record.extra),
    sharesChart(record),
    timingsChart(record.extra),
  ].filter((chart) => chart !== undefined);
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
