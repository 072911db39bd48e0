/** The file of a checkpoint: how it is made, and how it is taken apart.
 * @module
 */
import { DataError } from "../errors.ts";
import { printable } from "../printable.ts";
import type { RandomState } from "../random.ts";
import type { Tensor } from "../tensor.ts";
import { DEEPEST_EXTRA, tooNested } from "./nesting.ts";
import { METADATA, parseSafetensors, storedDType, type StoredTensor } from "./parse_safetensors.ts";
import { encodeSafetensors } from "./safetensors.ts";

const FORMAT = "chainrule-checkpoint-1";

/** How every checkpoint begins, after the length of the header. The checksum follows. */
const PREFIX = new TextEncoder().encode(`{"${METADATA}":{"checksum":"`);
const CHECKSUM_START = 8 + PREFIX.length, CHECKSUM_LENGTH = 64;
const ZEROS = "0".repeat(CHECKSUM_LENGTH);

/** The bytes of a file with its checksum. Everything is copied before this function returns. */
export async function encodeCheckpoint(
  tensors: Record<string, Tensor>,
  metadata: Record<string, string>,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = encodeSafetensors(tensors, { checksum: ZEROS, format: FORMAT, ...metadata });
  bytes.set(new TextEncoder().encode(await sha256(bytes)), CHECKSUM_START);
  return bytes;
}

/** What can't be done where something is wrong with a file. */
export const ACTION = "load the checkpoint";

export function refuse(found: string): never {
  throw new DataError(`Cannot ${ACTION}: ${found}`);
}

/** A checkpoint that was found to be whole. */
export interface Checkpoint {
  /** The parameters, by their names in the file. */
  readonly model: Record<string, StoredTensor>;
  readonly optimizer?: { readonly kind: string; readonly steps: number };
  /** Likewise. */
  readonly optimizerTensors: Record<string, StoredTensor>;
  readonly random?: RandomState;
  /** Those of the layers. */
  readonly generators: readonly RandomState[];
  readonly extra: unknown;
}

/**
 * Checks a file and takes it apart.
 *
 * @throws {DataError} If it is damaged or no checkpoint.
 */
export async function openCheckpoint(bytes: Uint8Array): Promise<Checkpoint> {
  // A copy: whoever wrote to the bytes after they were checked would restore something else than what was checked.
  const file = new Uint8Array(bytes);
  if (
    file.length < CHECKSUM_START + CHECKSUM_LENGTH ||
    PREFIX.some((byte, i) => file[CHECKSUM_START - PREFIX.length + i] !== byte)
  ) refuse("the file is none, or its beginning is damaged");
  const place = file.subarray(CHECKSUM_START, CHECKSUM_START + CHECKSUM_LENGTH);
  const found = String.fromCharCode(...place);
  place.fill("0".charCodeAt(0));
  if (await sha256(file) !== found) refuse("the checksum does not match, so the file is damaged");

  const { tensors, skipped, metadata } = parseSafetensors(file);
  if (metadata.format !== FORMAT) {
    refuse(`its format is ${printable(String(metadata.format))}, want ${FORMAT}`);
  }
  const other = [...tensors].find(([, { type, dtype }]) => type !== storedDType(dtype))?.[0] ??
    Object.keys(skipped)[0];
  if (other !== undefined) refuse(`the tensor ${printable(other)} is of another type than F32 and F64`);
  const { optimizer = [], model = [] } = Object.groupBy(
    tensors,
    ([name]) => name.startsWith("optimizer.") ? "optimizer" : "model",
  );
  return {
    model: Object.fromEntries(model),
    optimizer: readJson(metadata, "optimizer", isOptimizer),
    optimizerTensors: Object.fromEntries(optimizer),
    random: readJson(metadata, "random", isRandomState),
    generators: readJson(metadata, "generators", areRandomStates) ?? [],
    extra: readJson(metadata, "extra", (_): _ is unknown => true),
  };
}

/** What a text of the metadata says, `undefined` if there is none. */
function readJson<T>(
  metadata: Record<string, string>,
  name: string,
  fits: (value: unknown) => value is T,
): T | undefined {
  if (!Object.hasOwn(metadata, name)) return undefined;
  if (tooNested(new TextEncoder().encode(metadata[name]), DEEPEST_EXTRA)) {
    refuse(`${name} has more than ${DEEPEST_EXTRA} lists and objects in each other`);
  }
  let value: unknown;
  try {
    value = JSON.parse(metadata[name]);
  } catch {
    refuse(`${name} is ${printable(metadata[name])}, want JSON`);
  }
  if (!fits(value)) refuse(`${name} is ${printable(metadata[name])}, which can't be restored`);
  return value;
}

function isOptimizer(value: unknown): value is { kind: string; steps: number } {
  const { kind, steps } = Object(value);
  return typeof kind === "string" && Number.isSafeInteger(steps) && steps >= 0;
}

function isRandomState(value: unknown): value is RandomState {
  const { words, spare } = Object(value);
  return Array.isArray(words) && words.length === 4 && words.every((word) => word === word >>> 0) &&
    words.some((word) => word !== 0) && (spare === null || Number.isFinite(spare));
}

function areRandomStates(value: unknown): value is RandomState[] {
  return Array.isArray(value) && value.every(isRandomState);
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
