/** Plots of studies, as SVG.
 * @module
 */
import type { StudyRecord } from "../study/study_record.ts";
import { functionsPlot, softmaxPlot } from "./plot_functions.ts";
import { accuracyBars, lossBars, timeAccuracy } from "./plot_bars.ts";
import { heatMap, importancePlot, parallelCoordinates } from "./plot_grid.ts";
import { lineChart } from "./plot_lines.ts";
import { type Description, render } from "./plot_style.ts";
import { gradientNormsPlot, preActivationsPlot } from "./plot_watch.ts";

/** The plots of a study by the names of their files. */
export async function plots(result: StudyRecord): Promise<Record<string, string>> {
  const { study, extra } = result;
  const kind = study.search ? "validation" : "test";
  const descriptions: Record<string, Description | undefined> = {
    "training_loss.svg": lineChart(result, {
      title: "training loss",
      yTitle: "Training loss (mean over the epoch's batches)",
      measure: ({ trainLoss }) => trainLoss,
    }),
    "testing_accuracy.svg": lineChart(result, {
      title: `${kind} accuracy`,
      yTitle: study.search ? "Validation accuracy (fraction)" : "Test accuracy (fraction of the test set)",
      measure: ({ heldOutAccuracy }) => heldOutAccuracy,
      accuracy: true,
    }),
    "accuracy_bars.svg": accuracyBars(result),
    "loss_bars.svg": lossBars(result),
    "time_accuracy.svg": timeAccuracy(result),
    "importance.svg": importancePlot(result),
    ...(study.search && {
      "heat_map.svg": heatMap(result),
      "parallel_coordinates.svg": parallelCoordinates(result),
    }),
    ...(study.watch && {
      "pre_activations.svg": preActivationsPlot(result),
      "gradient_norms.svg": gradientNormsPlot(result),
    }),
  };
  const drawn: Record<string, string> = {};
  for (const [name, description] of Object.entries(descriptions)) {
    if (description) drawn[name] = await render(description);
  }
  if (extra.softmax) drawn["softmax.svg"] = await softmaxPlot(extra.softmax, 9);
  if (extra.functions) drawn["functions.svg"] = await functionsPlot(extra.functions);
  return drawn;
}
