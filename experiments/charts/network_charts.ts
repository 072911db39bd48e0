import { historyOf } from "../analysis/inspection_tables.ts";
import { picturedRuns } from "../analysis/pictured_runs.ts";
import type { RunRecord } from "../study/run_record.ts";
import type { Chart } from "./chart.ts";
import { histogramsChart } from "./histograms_chart.ts";
import { inspectionCharts } from "./inspection_charts.ts";
import { spreadChart } from "./spread_chart.ts";

/** So many networks of a study are shown. */
const MOST = 4;

/** What there is to see in the network of a run. */
export interface NetworkCharts {
  readonly record: RunRecord;
  readonly charts: readonly Chart[];
}

/** The charts of what there is to see in the networks of a study: the best of them, one of each variant. */
export function networkCharts(records: readonly RunRecord[], most = MOST): NetworkCharts[] {
  return picturedRuns(records, most).map((record) => {
    const { inspection } = record;
    const history = historyOf(record).filter(({ histograms }) => histograms.length > 0);
    const charts = inspection ? inspectionCharts({ ...inspection, histograms: [] }, inspection.classes) : [];
    const spread = history.length > 1
      ? [spreadChart(history)]
      : history.map(({ histograms }) => histogramsChart(histograms));
    return { record, charts: [...charts, ...spread] };
  });
}
