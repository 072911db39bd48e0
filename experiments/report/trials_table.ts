/** The table of a search's trials.
 * @module
 */
import { rank } from "../analysis/trials.ts";
import { settingName } from "../charts/setting_words.ts";
import { DEFAULTS } from "../study/configuration.ts";
import { columnName, settingText } from "../study/run_names.ts";
import { formatCount } from "../study/format.ts";
import { type RunRecord, trainSeconds } from "../study/run_record.ts";
import { axesOf } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { type DataTable, dataTable, numbers, settings, words } from "./data_table.ts";
import { count, loss, percent, seconds } from "./numbers.ts";

/** Trials are many; more than these are left to the file. */
const MOST = 200;

/** The best trials with the settings that differ between them. */
export function trialsTable({ study, records }: StudyRecord): DataTable {
  const ranked = rank(study, records), ranks = new Map(ranked.map((record, i) => [record, i + 1]));
  const last = ({ epochs }: RunRecord) => epochs.at(-1);
  const more = ranked.length - MOST;
  return dataTable("Trials", ranked.slice(0, MOST), [
    words("Trial", ({ run }) => run.name),
    numbers("Rank", (record) => ranks.get(record), count),
    numbers("Validation accuracy", (record) => last(record)?.heldOutAccuracy, percent, {
      unit: "%",
      best: "high",
    }),
    numbers("Validation loss", (record) => last(record)?.heldOutLoss, loss),
    numbers("Training accuracy", (record) => last(record)?.trainAccuracy, percent, { unit: "%" }),
    ...axesOf(study, ranked.map(({ run }) => run)).map((key) => {
      const column = typeof DEFAULTS[key] === "number" ? settings : words;
      const of = ({ run }: RunRecord) => settingText(key, run.configuration);
      return column(settingName(columnName(key)), of, { group: "Settings" });
    }),
    numbers("Epochs", (record) => last(record)?.epoch, count),
    numbers("Training", trainSeconds, seconds, { unit: "s" }),
    words("Status", ({ status }) => status),
  ], {
    note: "Ranked on the validation set, which is no part of what trials are trained on." +
      (more > 0 ? ` ${formatCount(more)} more are in trials.csv.` : ""),
  });
}
