import type { Inspection } from "../study/inspection.ts";
import type { Chart } from "./chart.ts";
import { curveRows } from "./curve_rows.ts";
import { datasetTitle } from "./dataset_title.ts";
import { inspectionCharts } from "./inspection_charts.ts";
import { onPaper } from "./paper.ts";
import { render } from "./render.ts";
import { sheetSvg, widthOf } from "./sheet.ts";

/** The charts of what there is to see in a network, by the names of their files. */
export function inspectionPlots(
  inspection: Inspection,
  classes: readonly string[],
): Promise<Record<string, string>> {
  return drawn(inspectionCharts(inspection, classes), inspection.dataset);
}

/**
 * Charts of a network, by the names of their files.
 *
 * @param whose What is said below the titles.
 */
export async function drawn(
  charts: readonly Chart[],
  dataset: string,
  whose?: string,
): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const { id, title, note, plots } of charts) {
    const sheet = {
      title: `${title}: ${datasetTitle(dataset)}`,
      subtitle: [whose, note].filter((line) => line !== undefined),
      legend: [],
    };
    const drawings = [];
    for (const plot of plots) {
      const points = plot.curves && curveRows(plot.curves.series);
      drawings.push({
        name: plot.name,
        ...await render(onPaper(plot, widthOf(plots.length, sheet)), points),
      });
    }
    files[`${id}.svg`] = sheetSvg(sheet, drawings);
  }
  return files;
}
