/** States of runs that other programs made: a run goes on from one of them.
 * @module
 */
import { DataError, readCheckpoint, ShapeError } from "@chainrule/core";
import { countParameters, type RunConfiguration } from "../study/configuration.ts";
import { formatCount } from "../study/format.ts";
import { fromPlain } from "../study/json.ts";
import { sha256 } from "../study/sha256.ts";
import type { StudyData } from "../study/study_data.ts";
import type { RunState, StateOrigin } from "../training/run_state.ts";
import { START_STATE } from "./record_schema.ts";
import { complaint, fits } from "./schemas.ts";

/** A checkpoint that says itself what it is of. */
export interface StartState extends Required<StateOrigin> {
  /** What errors call it. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of the bytes. */
  readonly sha256: string;
  readonly epochs: RunState["epochs"];
  /** How many steps of the epoch that is going on are done. */
  readonly steps: number;
}

/**
 * Reads a checkpoint of the playground, or of `runs/<id>/`.
 *
 * @param name What errors call it.
 * @throws {DataError} If it is damaged, something else, or does not say what it is of.
 */
export async function readStartState(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<StartState> {
  const extra = await orRefuse(name, () => readCheckpoint(bytes));
  const { success, output, issues } = fits(START_STATE, fromPlain(extra ?? null));
  if (!success) refuse(name, `${complaint("its state", issues)}: it may be of an earlier version`);
  const { configuration, dataset, code, epochs, current } = output;
  if (!epochs.every(({ epoch }, i) => epoch === i + 1) || epochs.length > configuration.epochs) {
    refuse(name, `it has other epochs than the ${formatCount(configuration.epochs)} of its settings`);
  }
  const state = { configuration: configuration as RunConfiguration, dataset, code, epochs };
  return { ...state, name, bytes, sha256: await sha256(bytes), steps: current?.steps ?? 0 };
}

/** Makes sure that a state can be gone on from with these images. */
export function checkImages(
  { name, bytes, configuration, dataset }: StartState,
  { checksum, train, test }: Pick<StudyData, "checksum" | "train" | "test">,
): void {
  const { checksum: own, train: learned, test: tested } = dataset;
  if (own !== checksum || learned !== train.count || tested !== test.count) {
    refuse(
      name,
      `it learned from ${formatCount(learned)} images of ${configuration.dataset} (SHA-256 ${
        own.slice(0, 8)
      }…), ` +
        `found ${formatCount(train.count)} others (${checksum.slice(0, 8)}…)`,
    );
  }
  // Before memory is taken for what settings may only claim.
  const parameters = countParameters(configuration, train.rows * train.columns, train.classes);
  if (4 * parameters > bytes.length) {
    refuse(
      name,
      `${formatCount(bytes.length)} bytes can't hold the ${
        formatCount(parameters)
      } parameters of its network`,
    );
  }
}

/** Does something with a checkpoint. What is wrong with it is told by the name of its file. */
export async function orRefuse<T>(name: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    if (!(error instanceof DataError || error instanceof ShapeError)) throw error;
    const found = error.message.replace(/^Cannot [^:]*: /, "");
    refuse(
      name,
      found.startsWith("the file is none")
        ? `${found}; want a saved run, which weights alone are not`
        : found,
    );
  }
}

function refuse(name: string, found: string): never {
  throw new DataError(`Cannot go on from ${name}: ${found}`);
}
