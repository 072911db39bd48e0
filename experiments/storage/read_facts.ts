import { DEFAULTS, type RunConfiguration } from "../study/configuration.ts";
import { columnName } from "../study/run_names.ts";
import type { DatasetFacts } from "../study/study_data.ts";
import type { Study } from "../study/study.ts";
import type { ConfigurationFile } from "./read_configuration.ts";
import type { ReadTables } from "./read_formats.ts";

/** What is known of a study: its code, or what its files say. What was asked at the time comes from `config.json`. */
export function readStudy(
  name: string,
  { known, configuration, tables }: {
    known?: Study;
    configuration?: ConfigurationFile;
    tables: ReadTables;
  },
): Study {
  const { title, question, description, axes = [], variants = [], measuredOn } = configuration?.study ?? {};
  const keys = Object.keys(DEFAULTS) as (keyof RunConfiguration)[];
  const varied = axes.flatMap((axis) => keys.find((key) => columnName(key) === axis) ?? []);
  const search = measuredOn
    ? measuredOn === "validation"
    : known?.search ?? tables["trials.csv"] !== undefined;
  const listed = search ? [] : variants.filter(({ values }) => Object.keys(values).length === 0);
  return {
    ...known,
    name,
    title: title ?? known?.title ?? name.slice(0, 1).toUpperCase() + name.slice(1),
    question: question ?? known?.question ?? "",
    description: description ?? known?.description ?? "",
    variants: { ...Object.fromEntries(listed.map(({ name }) => [name, {}])), ...known?.variants },
    varied: known && varied.every((key) => key in known.varied)
      ? known.varied
      : Object.fromEntries(varied.map((key) => [key, []])),
    search,
    watch: known?.watch ?? tables["pre_activations.csv"] !== undefined,
  };
}

/** What the data are. Without `config.json` only their name is known, and that there are ten classes in all of them. */
export function readData(configuration: ConfigurationFile | undefined, tables: ReadTables): DatasetFacts {
  return configuration?.dataset ?? {
    name: configuration?.runs[0]?.configuration.dataset ?? tables["runs.csv"]?.rows[0]?.dataset ??
      "unknown data",
    checksum: "",
    trainImages: 0,
    testImages: 0,
    rows: 0,
    columns: 0,
    classes: 10,
  };
}
