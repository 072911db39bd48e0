/** A run that is going on, as a checkpoint: made and gone on from in one place, whoever trains.
 * @module
 */
import { loadCheckpoint, Random, saveCheckpoint } from "@chainrule/core";
import { append } from "../study/append.ts";
import type { RunConfiguration } from "../study/configuration.ts";
import type { EpochHistograms } from "../study/inspection.ts";
import { fromPlain, toPlain } from "../study/json.ts";
import type { Origin, StepMeasures, TimedEpoch, WatchedStep } from "../study/run_record.ts";
import type { StepsSeal } from "../study/step_seal.ts";
import type { EpochProgress, Training } from "./train.ts";

/** What says which run a checkpoint is of, to those who have nothing but the file. Earlier versions left it out. */
export interface StateOrigin {
  readonly configuration?: RunConfiguration;
  /** The SHA-256 of the images, and how many of them are learned from and tested on. */
  readonly dataset?: { readonly checksum: string; readonly train: number; readonly test: number };
  /** The version of the code. */
  readonly code?: string;
}

/** What a checkpoint holds besides parameters, the optimizer and the random numbers. */
export interface RunState extends StateOrigin {
  readonly id?: string;
  readonly parameters: number;
  readonly epochs: TimedEpoch[];
  /** The steps that were recorded. They are kept by whoever keeps the checkpoint; in the checkpoints of earlier versions they are all there. */
  readonly steps: StepsSeal | StepMeasures[];
  /** What was seen inside the network. */
  readonly watched: WatchedStep[];
  /** How numbers were spread, if it is inspected. */
  readonly histograms?: EpochHistograms[];
  readonly origins?: readonly Origin[];
  /** The epoch that is going on, without its order: the random numbers of the checkpoint are where that comes from. */
  readonly current?: Omit<EpochProgress, "order">;
}

/** What of a state the training does not know itself. */
export type Besides = Omit<
  RunState,
  "epochs" | "watched" | "histograms" | "current" | "parameters" | "configuration"
>;

/** All that is needed to go on from here: a checkpoint of `@chainrule/core`, whose `extra` is a {@linkcode RunState}. */
export function saveRun(training: Training, besides: Besides): Promise<Uint8Array<ArrayBuffer>> {
  const { configuration, model, optimizer, random, sample, epochs, watched, histograms, current } = training;
  const order = new Random(0);
  order.state = current?.order ?? random.state;
  const { order: _, ...progress } = current ?? { order: undefined };
  const parameters = model.parameters().reduce((sum, { value }) => sum + value.size, 0);
  const state: RunState = {
    ...besides,
    configuration,
    parameters,
    epochs,
    watched,
    histograms: sample && histograms,
    current: current && progress as RunState["current"],
  };
  return saveCheckpoint({ model, optimizer, random: order }, toPlain(state));
}

/**
 * Goes to where a checkpoint was made, before the first step. Returns what it holds.
 *
 * @throws {DataError} If the checkpoint is damaged. Then nothing has changed.
 * @throws {ShapeError} If it is of another network. Then nothing has changed.
 */
export async function resumeRun(training: Training, checkpoint: Uint8Array): Promise<RunState> {
  const { model, optimizer, random } = training;
  const state = fromPlain(await loadCheckpoint(checkpoint, { model, optimizer, random })) as RunState;
  append(training.epochs, state.epochs);
  append(training.watched, state.watched);
  append(training.histograms, state.histograms ?? []);
  training.current = state.current && { ...state.current, order: random.state };
  return state;
}
