import type { Inspection } from "../study/inspection.ts";
import { datasetTitle } from "./dataset_title.ts";
import { inspectionCharts } from "./inspection_charts.ts";
import { onPaper } from "./paper.ts";
import { render } from "./render.ts";
import { sheetSvg, widthOf } from "./sheet.ts";

/** The charts of what there is to see in a network, by the names of their files. */
export async function inspectionPlots(
  inspection: Inspection,
  classes: readonly string[],
): Promise<Record<string, string>> {
  const drawn: Record<string, string> = {};
  for (const { id, title, note, plots } of inspectionCharts(inspection, classes)) {
    const sheet = {
      title: `${title}: ${datasetTitle(inspection.dataset)}`,
      subtitle: note ? [note] : [],
      legend: [],
    };
    const drawings = [];
    for (const plot of plots) {
      drawings.push({ name: plot.name, ...await render(onPaper(plot, widthOf(plots.length, sheet))) });
    }
    drawn[`${id}.svg`] = sheetSvg(sheet, drawings);
  }
  return drawn;
}
