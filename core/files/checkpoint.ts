/** All that decides how a training goes on, in one file.
 * @module
 */
import { checkTensors, valuesByName } from "../named_tensors.ts";
import { generatorsOf, type LayerTree, storedTensors } from "../network.ts";
import { printable } from "../printable.ts";
import type { Random } from "../random.ts";
import type { Tensor } from "../tensor.ts";
import { ACTION, type Checkpoint, encodeCheckpoint, openCheckpoint, refuse } from "./checkpoint_file.ts";
import { exactJson } from "./exact_json.ts";
import type { StoredTensor } from "./parse_safetensors.ts";
import { bytesOf } from "./safetensors.ts";

/** What an optimizer has learned so far, besides the parameters. */
export interface OptimizerState {
  /** The kind of optimizer, such as `Adam`: another can't go on from here. */
  readonly kind: string;
  /** How many steps were taken. */
  readonly steps: number;
  /** What it remembers of them, by name. */
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/**
 * What an optimizer offers, so that training can be stopped and go on later.
 *
 * @example
 * ```ts
 * import type { OptimizerState, Resumable } from "@chainrule/core";
 *
 * let steps = 5; // all that this one remembers
 * const counter: Resumable = {
 *   state: (): OptimizerState => ({ kind: "Counter", steps, tensors: {} }),
 *   restore: (state) => steps = state.steps,
 * };
 * counter.restore({ ...counter.state(), steps: 7 });
 * ```
 */
export interface Resumable {
  /** What it has learned. The tensors may be its own: they change with the next step. */
  state(): OptimizerState;
  /** Goes on from what `state` gave, to the last bit. What does not fit is refused, and nothing changed. */
  restore(state: OptimizerState): void;
}

/** What a checkpoint is made of, or restores. */
export interface CheckpointParts {
  /**
   * Whose parameters are saved; no two of them may have the same name. The buffers of its layers, such as running means, and the states
   * of their generators of random numbers are saved as well.
   */
  readonly model: LayerTree;
  /** What trains it. */
  readonly optimizer?: Resumable;
  /** Where the random numbers come from. */
  readonly random?: Random;
}

/**
 * Saves all that decides how a training goes on: who loads it gets the same weights, bit by bit, as if it had never stopped.
 *
 * A checkpoint is a safetensors file (see `encodeSafetensors`), so other programs can read the weights. Parameters are
 * `model.<name>` in it, the optimizer's tensors `optimizer.<name>`. The metadata have `format`, which is
 * `chainrule-checkpoint-1`; `optimizer`, `random`, `generators` (those of the layers) and `extra` as JSON, where there are any; and first of all `checksum`, the
 * SHA-256 in hexadecimal digits of the whole file in which these 64 digits are 0.
 *
 * Everything is copied before this function returns, so training may go on while the checksum is computed.
 *
 * @param extra Anything that JSON can hold, and Infinity, to be returned when the checkpoint is loaded.
 * @returns The bytes of the file.
 * @throws {RangeError} If two parameters have the same name, or something in `extra` would come back as something else: undefined, NaN,
 * a `Set`, an instance of a class.
 *
 * @example
 * ```ts
 * import { loadCheckpoint, Random, saveCheckpoint, Tensor } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * const weight = { name: "weight", value: Tensor.from([1, 2]), grad: Tensor.zeros([2]) };
 * const model = { parameters: () => [weight] }, random = new Random(1);
 * const bytes = await saveCheckpoint({ model, random }, { epoch: 3 }); // await Deno.writeFile("checkpoint", bytes)
 *
 * const next = random.normal();
 * weight.value.data.fill(0);
 * assertEquals(await loadCheckpoint(bytes, { model, random }), { epoch: 3 });
 * assertEquals(weight.value.toArray(), [1, 2]);
 * assertEquals(random.normal(), next);
 * ```
 */
export async function saveCheckpoint(
  parts: CheckpointParts,
  extra?: unknown,
): Promise<Uint8Array<ArrayBuffer>> {
  const { model, optimizer, random } = parts;
  const tensors = prefixed("model", valuesByName("save a checkpoint", storedTensors(model)));
  const metadata: Record<string, string> = {};
  if (optimizer) {
    const { kind, steps, tensors: remembered } = optimizer.state();
    metadata.optimizer = JSON.stringify({ kind, steps });
    Object.assign(tensors, prefixed("optimizer", remembered));
  }
  if (random) metadata.random = JSON.stringify(random.state);
  const generators = generatorsOf(model);
  if (generators.length > 0) metadata.generators = JSON.stringify(generators.map(({ state }) => state));
  if (extra !== undefined) metadata.extra = exactJson("save a checkpoint", "extra", extra);
  return await encodeCheckpoint(tensors, metadata);
}

/**
 * Restores what {@linkcode saveCheckpoint} saved: the numbers of the parameters, the buffers of the layers, the optimizer's memory and
 * the states of the random numbers, each written to where it was. First everything is checked; if anything does not fit, nothing is changed.
 *
 * What is not among `parts` is left out: with the model alone this loads the weights.
 *
 * @param bytes The file.
 * @param parts A model, an optimizer and a generator like those that were saved.
 * @returns What was saved as `extra`, `undefined` if nothing was.
 * @throws {DataError} If the file is damaged or no checkpoint, or has no state of a kind that `parts` want: no optimizer, an
 * optimizer of another kind, no random numbers, or other numbers of generators in its layers.
 * @throws {ShapeError} If it has tensors of other names, shapes or dtypes than the model or the optimizer.
 *
 * @example
 * ```ts
 * import { DataError, loadCheckpoint, saveCheckpoint, Tensor } from "@chainrule/core";
 * import { assertRejects } from "@std/assert";
 *
 * const weight = { name: "weight", value: Tensor.from([1, 2]), grad: Tensor.zeros([2]) };
 * const model = { parameters: () => [weight] };
 * const bytes = await saveCheckpoint({ model });
 * bytes[bytes.length - 1] ^= 1;
 * await assertRejects(
 *   () => loadCheckpoint(bytes, { model }),
 *   DataError,
 *   "Cannot load the checkpoint: the checksum does not match, so the file is damaged",
 * );
 * ```
 */
export async function loadCheckpoint(bytes: Uint8Array, parts: CheckpointParts): Promise<unknown> {
  const checkpoint = await openCheckpoint(bytes), { model, optimizer, random } = parts;
  const weights = valuesByName(ACTION, storedTensors(model));
  checkTensors(ACTION, checkpoint.model, prefixed("model", weights));
  const memory = optimizer && checkOptimizer(checkpoint, optimizer);
  if (random && !checkpoint.random) refuse("it has no random numbers, want their state");
  const generators = generatorsOf(model);
  if (checkpoint.generators.length !== generators.length) {
    refuse(
      `its layers have ${checkpoint.generators.length} generators of random numbers, want ${generators.length}`,
    );
  }

  // Nothing below is refused any more.
  if (optimizer && memory) {
    write(checkpoint.optimizerTensors, prefixed("optimizer", memory.tensors));
    optimizer.restore(memory);
  }
  write(checkpoint.model, prefixed("model", weights));
  generators.forEach((generator, i) => generator.state = checkpoint.generators[i]);
  if (random && checkpoint.random) random.state = checkpoint.random;
  return checkpoint.extra;
}

/**
 * Checks a checkpoint and returns what was saved as `extra`, `undefined` if nothing was: to find out what to restore, before
 * there is a model.
 *
 * @throws {DataError} If the file is damaged or no checkpoint.
 *
 * @example
 * ```ts
 * import { readCheckpoint, saveCheckpoint } from "@chainrule/core";
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = await saveCheckpoint({ model: { parameters: () => [] } }, { epoch: 3 });
 * assertEquals(await readCheckpoint(bytes), { epoch: 3 });
 * ```
 */
export async function readCheckpoint(bytes: Uint8Array): Promise<unknown> {
  return (await openCheckpoint(bytes)).extra;
}

/** What the optimizer is to restore; its tensors do not have the saved numbers yet. */
function checkOptimizer(checkpoint: Checkpoint, optimizer: Resumable): OptimizerState {
  if (!checkpoint.optimizer) refuse("it has no optimizer, want the state of one");
  const { kind, steps } = checkpoint.optimizer, state = optimizer.state();
  if (kind !== state.kind) refuse(`its optimizer is ${printable(kind)}, want ${state.kind}`);
  checkTensors(ACTION, checkpoint.optimizerTensors, prefixed("optimizer", state.tensors));
  return { kind, steps, tensors: state.tensors };
}

function prefixed<T>(prefix: string, tensors: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${prefix}.${name}`, tensor]));
}

function write(stored: Record<string, StoredTensor>, tensors: Record<string, Tensor>): void {
  for (const [name, { data }] of Object.entries(tensors)) bytesOf(data).set(stored[name].bytes);
}
