/** Networks as files that say all that is needed to use them.
 * @module
 */
import { DataError, decodeSafetensors, Random } from "@chainrule/core";
import { load, save, Sequential } from "@chainrule/layers";
import * as v from "valibot";
import { ACTIVATIONS, SCALES } from "../study/choices.ts";
import { countParameters, type RunConfiguration } from "../study/configuration.ts";
import { type NetworkDescription, networkOf } from "../study/network_description.ts";
import type { StudyData } from "../study/study_data.ts";
import { makeModel } from "../training/model.ts";
import { Probe } from "../training/probe.ts";
import { parseJson } from "./parse_json.ts";
import type { IdentifiedRun } from "./run_identity.ts";
import { complaint, objectOf, oneOf, ordinal, positive, runConfiguration, text } from "./schemas.ts";

/** A trained network, and what is known of it. */
export interface TrainedNetwork {
  readonly model: Sequential;
  readonly network: NetworkDescription;
  /** How it was trained. */
  readonly configuration: RunConfiguration;
  /** The name of its run. */
  readonly run: string;
}

/** The parameters of a network as safetensors, with what it is and how it was trained in the metadata. */
export function encodeModel(
  model: Sequential,
  { id, name, configuration: settings, identity: { configuration, dataset } }: IdentifiedRun,
  { name: dataName, classNames, train: { rows, columns, classes } }: Pick<
    StudyData,
    "name" | "classNames" | "train"
  >,
): Uint8Array<ArrayBuffer> {
  const network = networkOf(settings, { name: dataName, rows, columns, classes, classNames });
  // What watches a layer is none itself.
  const layers = model.layers.filter((layer) => !(layer instanceof Probe));
  return save(new Sequential(...layers), {
    id,
    run: name,
    network: JSON.stringify(network),
    configuration: JSON.stringify(configuration),
    dataset: dataset.checksum,
  });
}

const layer = v.variant("kind", [
  v.object({ kind: v.literal("linear"), inputs: ordinal, outputs: ordinal }),
  v.object({ kind: v.literal("dropout") }),
  v.object({
    kind: v.picklist(["layer-norm", "batch-norm"]),
    features: ordinal,
    epsilon: v.optional(positive),
  }),
  v.object({
    kind: oneOf(ACTIVATIONS),
    alpha: v.optional(positive),
    negativeSlope: v.optional(positive),
    slopes: v.optional(ordinal),
  }),
], "a layer");

const networkDescription = objectOf({
  version: v.literal(1, "the version 1"),
  dataset: text,
  rows: ordinal,
  columns: ordinal,
  scale: oneOf(SCALES),
  layers: v.array(layer, "a list of layers"),
  classes: v.array(text, "a list of names"),
});

/** Where the header of safetensors begins. */
const HEADER = 8;

/**
 * Makes the network that {@linkcode encodeModel} has written.
 *
 * @param name What errors call the file.
 * @throws {DataError} If it is damaged, of another program, or its parts do not fit together.
 */
export function decodeModel(bytes: Uint8Array, name: string): TrainedNetwork {
  const refuse = (found: string): never => {
    throw new DataError(`Cannot use ${name}: ${found}`);
  };
  const read = <T>(what: string, make: () => T): T => {
    try {
      return make();
    } catch (error) {
      return refuse(`${what}: ${(error as Error).message}`);
    }
  };
  // Of another format its beginning says more than the length of a header that it would be.
  if (bytes.length > HEADER && bytes[HEADER] !== "{".charCodeAt(0)) {
    refuse("it is damaged, or no file of a network: no safetensors begin so, want a file of --save-models");
  }
  const { metadata, tensors } = read(
    "it is damaged, or no file of a network",
    () => decodeSafetensors(bytes),
  );
  const part = <T>(key: string, schema: v.GenericSchema<unknown, T>): T => {
    if (metadata[key] === undefined) {
      refuse(
        `it does not say what network it holds (no ${key} in its metadata), want a file of --save-models`,
      );
    }
    const found = read(`its ${key} is no JSON`, () => parseJson(metadata[key]));
    const { success, output, issues } = v.safeParse(schema, found);
    return success ? output as T : refuse(complaint(key, issues));
  };
  const network: NetworkDescription = part("network", networkDescription);
  const configuration = part("configuration", runConfiguration);
  const { dataset, rows, columns, classes } = network;
  const inputs = rows * columns, facts = { name: dataset, rows, columns, classes: classes.length };
  const { layers, scale } = networkOf(configuration, facts);
  if (JSON.stringify([layers, scale]) !== JSON.stringify([network.layers, network.scale])) {
    refuse("its network is not that of its configuration");
  }
  // Before memory is taken for what a header may only claim.
  const parameters = countParameters(configuration, inputs, classes.length);
  const there = Object.entries(tensors).reduce(
    (sum, [name, { size }]) => /\.running_(mean|var)$/.test(name) ? sum : sum + size,
    0,
  );
  if (there !== parameters) refuse(`it has ${there} parameters, want ${parameters} for its network`);
  const model = makeModel(configuration, inputs, classes.length, new Random(0));
  read("its parameters do not fit its network", () => load(model, bytes));
  model.training = false;
  return { model, network, configuration, run: metadata.run ?? "" };
}

/** The run that a file of a network is of; undefined if it is no whole one. */
export function runIdOf(bytes: Uint8Array): string | undefined {
  try {
    return decodeSafetensors(bytes).metadata.id;
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}
