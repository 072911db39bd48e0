/** Which images a run sees.
 * @module
 */
import { DataError } from "@chainrule/core";
import { type Dataset, slice } from "@chainrule/data";
import type { RunConfiguration } from "../study/configuration.ts";
import type { StudyData } from "../study/study_data.ts";

/** The share of the training images that is held out: the last ones. */
const HELD_OUT = 1 / 6;

function divide({ train }: StudyData): { train: Dataset; rest: Dataset } {
  const kept = train.count - Math.max(1, Math.round(train.count * HELD_OUT));
  if (kept > 0) return { train: slice(train, 0, kept), rest: slice(train, kept) };
  throw new DataError("Cannot hold out training images: there is 1, want at least 2");
}

/** The images of trials: what they learn from, and in place of a test set the part of it that is held out. */
export function holdOut(data: StudyData): StudyData {
  const { train, rest } = divide(data);
  return { ...data, train, test: rest };
}

/** The images of runs with patience: what is held out says when to end, and the test set has no part in that. */
export function setAside(data: StudyData): StudyData {
  const { train, rest } = divide(data);
  return { ...data, train, validation: rest };
}

/** The images that runs see, each part made once: what is done with images is remembered by whoever does it. */
export class SeenImages {
  readonly #all: StudyData;
  #ofTrials: StudyData | undefined;
  #ofPatient: StudyData | undefined;

  constructor(all: StudyData) {
    this.#all = all;
  }

  /** Those of a run with such a configuration, which is a trial of a search or not. */
  of({ patience }: Pick<RunConfiguration, "patience">, trial: boolean): StudyData {
    if (trial) return this.#ofTrials ??= holdOut(this.#all);
    return patience > 0 ? this.#ofPatient ??= setAside(this.#all) : this.#all;
  }
}
