import { describeEpochs, describeLosses, describeNetwork, describeTraining } from "../analysis/describe.ts";
import { summarizeVariants } from "../analysis/summary.ts";
import { variantOf } from "../study/run_names.ts";
import { trainSeconds } from "../study/run_record.ts";
import { isBest } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";
import type { Chart } from "./chart.ts";
import { chartsOf } from "./charts_of.ts";
import { curveRows } from "./curve_rows.ts";
import { drawn as drawnOf } from "./inspection_svg.ts";
import { legendOf } from "./legend.ts";
import { networkCharts } from "./network_charts.ts";
import { onPaper } from "./paper.ts";
import { render } from "./render.ts";
import { drawnRuns, type Runs } from "./runs.ts";
import { type Sheet, sheetSvg, widthOf } from "./sheet.ts";

const TIMES = "time_accuracy";

/** The charts that every study has, but for one that asks for rates: its epochs say nothing; and for times that were left out. */
const ALWAYS = ["training_loss", "testing_accuracy", "accuracy_bars", "loss_bars", TIMES];

/**
 * The charts of a study, by the names of their files. The same record gives the same bytes. Of what every study has, but there
 * is nothing to draw in yet, there is an empty sheet.
 */
export async function plots(record: StudyRecord): Promise<Record<string, string>> {
  const runs = drawnRuns(record), drawn: Record<string, string> = {};
  const none = `${record.study.title}: nothing to draw yet`;
  const timed = record.records.every((record) => trainSeconds(record) !== undefined);
  for (const id of record.study.rates ? [] : ALWAYS) {
    if (id === TIMES && !timed) continue;
    drawn[`${id}.svg`] = sheetSvg({ title: none, subtitle: trained(record), legend: [] }, []);
  }
  for (const chart of chartsOf(record, runs)) {
    const sheet = sheetOf(record, runs, chart), width = widthOf(chart.plots.length, sheet);
    const drawings = [];
    for (const plot of chart.plots) {
      const points = plot.curves && curveRows(plot.curves.series);
      drawings.push({ name: plot.name, ...await render(onPaper(plot, width), points) });
    }
    drawn[`${chart.id}.svg`] = sheetSvg(sheet, drawings);
  }
  return { ...drawn, ...await networkPlots(record) };
}

/** The charts of the network of the best run. */
async function networkPlots({ study, records, data }: StudyRecord): Promise<Record<string, string>> {
  const [best] = networkCharts(records, 1);
  const files = best
    ? await drawnOf(best.charts, data.name, `${study.title}: the network of ${best.record.run.name}.`)
    : {};
  return Object.fromEntries(Object.entries(files).map(([name, svg]) => [`inspection/${name}`, svg]));
}

/** What stands around the drawings of a chart. */
function sheetOf(record: StudyRecord, runs: Runs, chart: Chart): Sheet {
  const { title, note, paper = {} } = chart;
  return {
    title: `${record.study.title}: ${title[0].toLowerCase()}${title.slice(1)}`,
    subtitle: [...(paper.trained ? trained(record) : []), paper.note ?? note ?? ""].filter(Boolean),
    axes: paper.axes,
    legend: legendOf(chart, runs),
  };
}

/** What was trained and how, and which runs diverged, so that a reader does not look for them. */
function trained({ study, runs, records, data }: StudyRecord): string[] {
  const shown = runs.filter(({ name }) => !isBest(study, name));
  const several = new Set(shown.map(variantOf)).size > 1;
  const diverged = summarizeVariants(records).filter(({ diverged }) => diverged > 0)
    .map(({ variant, diverged, records: { length } }) =>
      length > 1 ? `${variant} (${diverged} of ${length} runs)` : variant
    );
  return [
    `${describeNetwork(shown, data)}, ${describeEpochs(shown)}${several ? "" : `, ${describeLosses(shown)}`}`,
    describeTraining(shown),
    ...(diverged.length > 0 && !study.search ? [`Diverged: ${diverged.join(", ")}.`] : []),
  ];
}
