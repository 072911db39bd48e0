import { DEFAULTS, type RunConfiguration } from "../../study/configuration.ts";
import { columnName, settingText } from "../../study/run_names.ts";
import type { RunRecord } from "../../study/run_record.ts";
import { type Value, valuesRecord, versionRecord } from "./event.ts";

/** How much of a record has become events. */
export interface Told {
  readonly epochs: number;
  readonly steps: number;
  /** The seconds that the epochs took. */
  readonly seconds: number;
}

/** The events of a record that were not told yet; those of steps come before those of their epoch. */
export function eventsOf(
  { run, epochs, steps, status }: RunRecord,
  started: number,
  told?: Told,
): { bytes: Uint8Array[]; told: Told } {
  const bytes = told ? [] : [
    versionRecord(started),
    valuesRecord(started, 0, [{ tag: "settings", value: settingsTable(run.configuration) }]),
  ];
  let { epochs: epoch = 0, steps: step = 0, seconds = 0 } = told ?? {};
  const tellSteps = (until: number, length: number) => {
    const first = step;
    let last = first;
    while (last < steps.length && steps.at(last)!.epoch <= until) last++;
    for (; step < last; step++) {
      const { iteration, loss, accuracy } = steps.at(step)!;
      const at = started + seconds + length * (step - first + 1) / (last - first + 1);
      bytes.push(valuesRecord(at, iteration, values("batch", { loss, accuracy })));
    }
  };
  for (; epoch < epochs.length; epoch++) {
    const measured = epochs[epoch];
    const took = measured.seconds ?? 0;
    tellSteps(measured.epoch, took);
    seconds += took;
    const { trainLoss, trainAccuracy, heldOutLoss, heldOutAccuracy } = measured;
    bytes.push(valuesRecord(started + seconds, measured.epoch, [
      ...values("train", { loss: trainLoss, accuracy: trainAccuracy }),
      ...values("held out", { loss: heldOutLoss, accuracy: heldOutAccuracy }),
    ]));
  }
  if (status === "diverged") tellSteps(Infinity, 0);
  return { bytes, told: { epochs: epoch, steps: step, seconds } };
}

/** Loss and accuracy of something: TensorBoard draws what begins alike side by side. */
function values(of: string, { loss, accuracy }: { loss: number; accuracy: number }): Value[] {
  return [{ tag: `loss/${of}`, value: loss }, { tag: `accuracy/${of}`, value: accuracy }];
}

/** What decides a run, as a table in Markdown. */
function settingsTable(configuration: RunConfiguration): string {
  const keys = Object.keys(DEFAULTS) as (keyof RunConfiguration)[];
  const rows = keys.map((key) => `| ${columnName(key)} | ${settingText(key, configuration)} |`);
  return ["| setting | value |", "| --- | --- |", ...rows].join("\n");
}
