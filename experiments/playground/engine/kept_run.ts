/** Runs from files: what the page can go on with.
 * @module
 */
import { DataError } from "@chainrule/core";
import { DEFAULTS, type RunConfiguration } from "../../study/configuration.ts";
import { columnName, settingText } from "../../study/run_names.ts";
import { PAGE_DATASETS, type Settings, shownAs } from "./settings.ts";

/** A setting as an option of the command. */
const optionOf = (key: string) => "--" + columnName(key).replaceAll("_", "-");

/**
 * The settings of a run that was left elsewhere.
 *
 * @throws {DataError} If the page has no field for one that matters.
 */
export function takeSettings(configuration: RunConfiguration, name: string): Settings {
  const refuse = (found: string) => {
    throw new DataError(`Cannot go on from ${name}: ${found}`);
  };
  const { dataset } = configuration;
  if (!(PAGE_DATASETS as readonly string[]).includes(dataset)) {
    refuse(`it learned from ${dataset}, and this page has ${PAGE_DATASETS.join(" and ")}`);
  }
  const shown = shownAs(configuration);
  for (const key of Object.keys(DEFAULTS) as (keyof RunConfiguration)[]) {
    // How steps of a schedule fall matters where there is one.
    if ((key === "decayEvery" || key === "decayFactor") && configuration.schedule !== "step") continue;
    if (settingText(key, shown) !== settingText(key, configuration)) {
      refuse(`its run has ${optionOf(key)} ${settingText(key, configuration)}, which this page can't show`);
    }
  }
  return configuration;
}
