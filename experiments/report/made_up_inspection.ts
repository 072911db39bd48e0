/** What there is to see in networks that nobody has trained, for tests.
 * @module
 */
import type { EpochHistograms, Histogram, RunInspection } from "../study/inspection.ts";
import type { RunRecord } from "../study/run_record.ts";
import type { StudyRecord } from "../study/study_record.ts";

const SIDE = 28, CLASSES = 10;

/** The same record with something to see in each of its runs that is finished. */
export function inspected(record: StudyRecord): StudyRecord {
  return {
    ...record,
    records: record.records.map((run) => run.status === "finished" ? { ...run, ...seenIn(run) } : run),
  };
}

function seenIn({ epochs }: RunRecord): { inspection: RunInspection; histograms: EpochHistograms[] } {
  const { heldOutAccuracy: accuracy, heldOutLoss: loss } = epochs.at(-1)!;
  const right = Math.round(1000 * accuracy), classes = Array.from({ length: CLASSES }, (_, k) => String(k));
  const seen = (image: number, label: number, answer: number) => ({
    image,
    label,
    answer,
    confidence: 0.99 - image / 100,
    pixels: picture((i) => Math.round(Math.abs(250 * Math.sin(i * (label + 1) / 90)))),
  });
  const wave = (i: number) => picture((at) => Math.round(100 * Math.sin(at * (i + 1) / 70)) / 1000 + 0);
  return {
    inspection: {
      dataset: "mnist",
      rows: SIDE,
      columns: SIDE,
      images: 10_000,
      loss,
      accuracy: right / 1000,
      calibrationError: 0.0125,
      classes,
      confusion: classes.map((_, label) =>
        classes.map((_, answer) => label === answer ? right : answer === (label + 5) % 10 ? 1000 - right : 0)
      ),
      calibration: [
        { low: 0, high: 0.5, images: 0 },
        { low: 0.5, high: 1, images: 10_000, confidence: 0.9, accuracy: right / 1000 },
      ],
      mistakes: Array.from({ length: 10 }, (_, i) => seen(i, i, (i + 5) % 10)),
      firstLayer: Array.from({ length: 16 }, (_, unit) => ({ unit, weights: wave(unit) })),
      inputGradients: classes.map((_, k) => ({ ...seen(k, k, k), gradient: wave(k) })),
      histograms: histogramsAfter(epochs.length),
    },
    histograms: epochs.slice(0, 10).map(({ epoch }) => ({ epoch, histograms: histogramsAfter(epoch) })),
  };
}

function histogramsAfter(epoch: number): Histogram[] {
  const of = (layer: string, what: Histogram["what"]): Histogram => (
    { layer, what, low: -epoch / 10, high: epoch / 5, counts: [1, 5, 20, 60, 20, 5, 1] }
  );
  return [
    of("linear 1", "weight"),
    of("linear 1", "gradient"),
    of("linear 1", "output"),
    of("tanh 1", "output"),
    of("linear 2", "weight"),
    of("linear 2", "gradient"),
    of("linear 2", "output"),
  ];
}

function picture(at: (i: number) => number): number[] {
  return Array.from({ length: SIDE * SIDE }, (_, i) => at(i));
}
