/** Plots of studies, as SVG.
 * @module
 */
import { accuracyBars, lossBars, timeAccuracy } from "./plot_bars.ts";
import { heatMap, importancePlot, parallelCoordinates } from "./plot_grid.ts";
import { lineChart } from "./plot_lines.ts";
import { type Description, render, type Result } from "./plot_style.ts";
import { gradientNormsPlot, preActivationsPlot } from "./plot_watch.ts";

/** The plots of a study by the names of their files. */
export async function plots(result: Result): Promise<Record<string, string>> {
  const { study } = result;
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
      measure: ({ testAccuracy }) => testAccuracy,
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
  return drawn;
}
