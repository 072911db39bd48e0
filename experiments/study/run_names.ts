/** A run, and what it and its settings are called in tables and files.
 * @module
 */
import type { RunConfiguration } from "./configuration.ts";

/** One training: a configuration and what it is called in tables, files and plots. */
export interface Run {
  /** A name that no other run of the study has: its variant, and where there are several seeds `@` and the seed. */
  readonly name: string;
  readonly configuration: RunConfiguration;
}

/** The hidden layers as files show them: `256-128`, or `none`. */
function hiddenName({ hidden }: RunConfiguration): string {
  return hidden.join("-") || "none";
}

/** The activations as files show them: `tanh`, `tanh-selu`, or `none` where there is no hidden layer. */
export function activationName({ hidden, activation }: RunConfiguration): string {
  if (hidden.length === 0) return "none";
  return activation.every((name) => name === activation[0]) ? activation[0] : activation.join("-");
}

/** What a run is one of several of, with other seeds: `hinge` for `hinge@2`. */
export function variantOf(run: Pick<Run, "name">): string {
  return run.name.replace(/@\d+$/, "");
}

/** A setting as files show it. */
export function settingText(key: keyof RunConfiguration, configuration: RunConfiguration): string {
  if (key === "hidden") return hiddenName(configuration);
  if (key === "activation") return activationName(configuration);
  return String(configuration[key]);
}

/** `learning_rate` for `learningRate`: the name of a column. */
export function columnName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => "_" + letter.toLowerCase());
}

/** The values that a configuration has for settings, by the names of their columns. */
export function valuesOf(
  axes: readonly (keyof RunConfiguration)[],
  configuration: RunConfiguration,
): Record<string, string> {
  return Object.fromEntries(axes.map((key) => [columnName(key), settingText(key, configuration)]));
}
