/** How runs are trained, as opposed to what: one object on its way from the command line to the step.
 * @module
 */

/** What may differ without changing any result. */
export interface TrainingOptions {
  /** Steps from one that is recorded in `iterations.csv` to the next; 0 for none. */
  readonly logEvery: number;
  /** Seconds from checkpoint to checkpoint; 0 for one after each epoch. */
  readonly checkpointEvery: number;
  readonly saveModels: boolean;
  /** How many threads share the work of a run that is trained in a worker. */
  readonly threads: number;
  /** Whether native kernels compute; a worker then switches to them by itself. */
  readonly native: boolean;
}

export const TRAINING_DEFAULTS: TrainingOptions = {
  logEvery: 100,
  checkpointEvery: 10,
  saveModels: false,
  threads: 1,
  native: false,
};
