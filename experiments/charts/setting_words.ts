/** Settings and measures in words, from the names of their columns.
 * @module
 */
import { formatSetting } from "../study/format.ts";

/** `learning rate`, or `learning rate × loss` for a pair. */
export function settingName(column: string): string {
  return column.replaceAll("_", " ").replace(/\bhidden\b/, "hidden layers");
}

/** The value of a setting, as short as it is exact: `1e-5` for `0.00001`. */
export function settingText(value: string): string {
  return value !== "" && Number.isFinite(Number(value)) ? formatSetting(Number(value)) : value || "none";
}

/** `test accuracy after the last epoch`, `validation accuracy after epoch 3`. */
export function measureName(metric: string): string {
  return metric.replace(/_final$/, " after the last epoch").replace(/_epoch_(\d+)$/, " after epoch $1")
    .replaceAll("_", " ");
}
