/** The options that decide a run.
 * @module
 */
import type { RunConfiguration } from "../../study/configuration.ts";
import type { Option } from "../option.ts";
import { DATA } from "./data_settings.ts";
import { LEARNING } from "./learning_settings.ts";
import { NETWORK } from "./network_settings.ts";

/** All of them, by their names in a configuration. */
export const SETTINGS: { readonly [K in keyof RunConfiguration]: Option<RunConfiguration[K]> } = {
  ...LEARNING,
  ...NETWORK,
  ...DATA,
};
