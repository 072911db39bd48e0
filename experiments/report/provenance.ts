/** Where results come from.
 * @module
 */
import { formatCount, formatSetting, plural } from "../study/format.ts";
import { datasetName, type Study } from "./study.ts";

/** A name and what there is to say under it. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  /** Whether it is to be read letter by letter. */
  readonly code?: boolean;
}

/** How a study was run: enough to repeat it. */
export function provenance(study: Study): Fact[] {
  const { configuration, machine, folder } = study;
  const data = configuration?.dataset ?? {}, versions = configuration?.versions ?? {};
  const images = data.trainImages && data.testImages &&
    `${formatCount(Number(data.trainImages))} training and ${
      formatCount(Number(data.testImages))
    } test images`;
  const seeds = configuration?.study.seeds ?? [];
  const found = new Set(configuration?.runs.map(({ configuration }) => String(configuration.seed ?? "")));
  const where = [
    machine.cpu,
    machine.cores && `${machine.cores} cores`,
    [machine.os, machine.arch].filter(Boolean).join(" "),
  ];
  return [
    { name: "Command", value: configuration?.command ?? "", code: true },
    {
      name: "Data",
      value: [datasetName(study), images, data.verified === "true" && "the published files"].filter(Boolean)
        .join(", "),
    },
    { name: "SHA-256", value: data.checksum ?? "", code: true },
    {
      name: seeds.length > 1 ? "Seeds" : "Seed",
      value: (seeds.length > 0 ? seeds : [...found]).filter(Boolean).join(", "),
    },
    { name: "Begun", value: machine.date ? dateOf(machine.date) : "" },
    { name: "Machine", value: where.filter(Boolean).join(", ") },
    {
      name: "Versions",
      value: Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", "),
    },
    { name: "Files", value: `${folder}/`, code: true },
  ].filter(({ value }) => value !== "");
}

/** A date as people write it: `2025-01-31 12:00 UTC`. What is none is left as it is. */
export function dateOf(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : date.toISOString().slice(0, 16).replace("T", " ") + " UTC";
}

/** The settings that all runs of a study share, for a line under its title. */
export function facts(study: Study): string[] {
  const { configuration, variants } = study;
  const values = (key: string) => {
    const all = new Set(configuration?.runs.map(({ configuration }) => JSON.stringify(configuration[key])));
    const value = all.size === 1 ? JSON.parse([...all][0] ?? "null") : undefined;
    if (value === undefined || value === null) return undefined;
    return typeof value === "number" ? formatSetting(value) : [value].flat().join("-");
  };
  const hidden = values("hidden"), { rows, columns, classes } = configuration?.dataset ?? {};
  const inputs = Number(rows) * Number(columns);
  const named = (key: string, name: string) => values(key) && `${name} ${values(key)}`;
  const parameters = new Set(variants.map(({ parameters }) => parameters));
  const size = parameters.size === 1 ? [...parameters][0] : undefined;
  const runs = variants.reduce((sum, { runs }) => sum + runs, 0);
  return [
    datasetName(study),
    hidden !== undefined && inputs > 0 &&
    `network ${[inputs, ...hidden ? hidden.split("-") : [], classes].join("-")}`,
    size !== undefined && `${formatCount(size)} parameters`,
    values("activation"),
    values("loss") && `${values("loss")} loss`,
    values("epochs") && plural(Number(values("epochs")), "epoch"),
    [values("optimizer"), named("momentum", "momentum")].filter(Boolean).join(", "),
    named("batchSize", "batch size"),
    named("learningRate", "learning rate"),
    named("weightDecay", "weight decay"),
    runs > variants.length
      ? `${variants.length} variants, ${runs} runs`
      : `${runs} run${runs === 1 ? "" : "s"}`,
  ].filter((fact) => typeof fact === "string" && fact !== "") as string[];
}
