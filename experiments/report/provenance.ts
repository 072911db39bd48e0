/** Where results come from.
 * @module
 */
import { datasetTitle } from "../charts/dataset_title.ts";
import { networkName, type RunConfiguration } from "../study/configuration.ts";
import { columnName } from "../study/run_names.ts";
import { formatCount, formatSetting, plural } from "../study/format.ts";
import { type FoundStudy, runCount } from "./found_study.ts";

/** A name and what there is to say under it. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  /** Whether it is to be read letter by letter. */
  readonly code?: boolean;
}

/** How a study was run: enough to repeat it. */
export function provenance({ configuration, machine, folder, record: { data, runs } }: FoundStudy): Fact[] {
  const images = data.trainImages > 0 && data.testImages > 0 &&
    `${formatCount(data.trainImages)} training and ${formatCount(data.testImages)} test images`;
  const published = data.verified ? "the published files" : data.verified === false && "no published dataset";
  const seeds = configuration?.study.seeds ?? [...new Set(runs.map((run) => run.configuration.seed))];
  const cores = machine.cores && `${machine.cores} cores`;
  const kernels = machine.kernels && `${machine.kernels} kernels`;
  const system = [machine.os, machine.arch].filter(Boolean).join(" ");
  const versions = Object.entries(configuration?.versions ?? {}).map((version) => version.join(" "));
  const list = (parts: readonly (string | number | false | undefined)[]) => parts.filter(Boolean).join(", ");
  return [
    { name: "Command", value: configuration?.command ?? "", code: true },
    { name: "Data", value: list([datasetTitle(data.name), images, published]) },
    { name: "SHA-256", value: data.checksum, code: true },
    { name: seeds.length > 1 ? "Seeds" : "Seed", value: list(seeds) },
    { name: "Begun", value: machine.date ? dateOf(machine.date) : "" },
    { name: "Machine", value: list([machine.cpu, cores, system, kernels]) },
    { name: "Versions", value: list(versions) },
    { name: "Files", value: `${folder}/`, code: true },
  ].filter(({ value }) => value !== "");
}

/** A date as people write it: `2025-01-31 12:00 UTC`. What is none is left as it is. */
export function dateOf(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : date.toISOString().slice(0, 16).replace("T", " ") + " UTC";
}

/** The settings that all runs of a study share, for a line under its title. */
export function facts(study: FoundStudy): string[] {
  const { configuration, variants, record: { data, runs } } = study;
  const shared = (key: keyof RunConfiguration): string | undefined => {
    const values = new Set(runs.map(({ configuration }) => JSON.stringify(configuration[key])));
    // Without config.json the settings are not all known.
    if (!configuration || values.size !== 1) return undefined;
    const value = runs[0].configuration[key];
    if (typeof value === "number") return formatSetting(value);
    return Array.isArray(value) && new Set(value).size === 1 ? String(value[0]) : [value].flat().join("-");
  };
  const named = (key: keyof RunConfiguration) =>
    shared(key) && `${columnName(key).replaceAll("_", " ")} ${shared(key)}`;
  const sizes = new Set(variants.map(({ records }) => records[0].parameters));
  const count = runCount(study), inputs = data.rows * data.columns;
  return [
    datasetTitle(data.name),
    shared("hidden") !== undefined && inputs > 0 &&
    `network ${networkName(runs[0].configuration, inputs, data.classes)}`,
    sizes.size === 1 && `${formatCount([...sizes][0])} parameters`,
    shared("hidden") !== "" && shared("activation"),
    shared("loss") && `${shared("loss")} loss`,
    shared("epochs") && plural(Number(shared("epochs")), "epoch"),
    [shared("optimizer"), named("momentum")].filter(Boolean).join(", "),
    named("batchSize"),
    named("learningRate"),
    named("weightDecay"),
    shared("augment") !== "none" && named("augment"),
    count > variants.length
      ? `${plural(variants.length, study.record.study.search ? "trial" : "variant")}, ${plural(count, "run")}`
      : plural(count, "run"),
  ].filter((fact) => typeof fact === "string" && fact !== "") as string[];
}
