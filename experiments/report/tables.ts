/** The tables of a study.
 * @module
 */
import { compare, type Comparison } from "../analysis/comparisons.ts";
import { studyImportance } from "../analysis/importance.ts";
import type { Importance } from "../analysis/importance_types.ts";
import { summarizeVariants } from "../analysis/summary.ts";
import { settingName } from "../charts/setting_words.ts";
import { costsAndGains } from "../analysis/extra_tables.ts";
import { frontPoints } from "../analysis/front.ts";
import { goalTimes } from "../analysis/goals.ts";
import type { RunRecord } from "../study/run_record.ts";
import { type DataTable, dataTable, numbers, settings, words } from "./data_table.ts";
import { type FoundStudy, seedsOf } from "./found_study.ts";
import { count, percent, points, probability } from "./numbers.ts";
import { trialsTable } from "./trials_table.ts";
import { averagesTable, bestTable, runsTable, variantsTable } from "./figure_tables.ts";
import {
  frontTable,
  functionsTable,
  goalsTable,
  sharesTable,
  softmaxTable,
  timingsTable,
} from "./extra_tables.ts";

/** Above so many pairs they are folded. */
const MANY_PAIRS = 12;

/** All tables of a study that there is anything for. */
export function tablesOf(found: FoundStudy): DataTable[] {
  const { study, records, extra } = found.record;
  const { metric, importances = [] } = studyImportance(found.record) ?? {};
  const own = study.search
    ? [...(study.each ? [bestTable(found.record)] : []), trialsTable(found.record)]
    : [variantsTable(found), averagesTable(found), ...seedsOf(found) > 1 ? [runsTable(records)] : []];
  const [main, ...folded] = own;
  return [
    main,
    importanceTable(importances, metric),
    comparisonsTable(compare(summarizeVariants(records))),
    divergencesTable(records),
    softmaxTable(extra.softmax ?? []),
    functionsTable(extra.functions ?? [], found.variants),
    goalsTable(goalTimes(found.record)),
    frontTable(frontPoints(found.record)),
    sharesTable(costsAndGains(extra.shares ?? [], study, records)),
    timingsTable(extra.timings ?? []),
    ...folded,
  ].filter(({ rows }) => rows.length > 0);
}

function importanceTable(importances: readonly Importance[], metric = ""): DataTable {
  const epoch = /_epoch_(\d+)$/.exec(metric)?.[1];
  return dataTable("Which settings matter", importances, [
    words("Setting", ({ setting }) => settingName(setting)),
    numbers("Share of variance", ({ importance }) => importance, percent, { unit: "%", best: "high" }),
    ...(importances.some(({ p }) => p !== undefined)
      ? [numbers<Importance>("p", ({ p }) => p, probability)]
      : []),
    settings("Best value", ({ best }) => best?.value, { left: true }),
    numbers("Its mean accuracy", ({ best }) => best?.mean, percent, { unit: "%" }),
    settings("Worst value", ({ worst }) => worst?.value, { left: true }),
    numbers("Its mean accuracy", ({ worst }) => worst?.mean, percent, { unit: "%" }),
  ], { note: epoch && `Of the accuracy after epoch ${epoch}, which all of them reached.` });
}

function comparisonsTable(pairs: readonly Comparison[]): DataTable {
  return dataTable("Which differences stand (Welch's t-test, Holm's correction)", pairs, [
    words("Run", ({ a }) => a),
    words("Compared with", ({ b }) => b),
    numbers("Difference", ({ difference }) => difference, points, { unit: "points" }),
    numbers("Standard error", ({ standardError }) => standardError, percent, { unit: "points" }),
    numbers("from", ({ low }) => low, points, { group: "95 % interval", unit: "points" }),
    numbers("to", ({ high }) => high, points, { group: "95 % interval", unit: "points" }),
    numbers("p", ({ p }) => p, probability),
    numbers("p, corrected", ({ pAdjusted }) => pAdjusted, probability),
    words("Stands", ({ stands }) => stands ? "yes" : "no"),
  ], { folded: pairs.length > MANY_PAIRS });
}

function divergencesTable(records: readonly RunRecord[]): DataTable {
  return dataTable("Where training broke down", records.filter(({ status }) => status === "diverged"), [
    words("Run", ({ run }) => run.name),
    numbers("Epoch", ({ divergedAt }) => divergedAt?.epoch, count),
    numbers("Step", ({ divergedAt }) => divergedAt?.iteration, count),
    words("Layer", ({ divergedAt }) => divergedAt?.layer),
    words("What was no finite number first", ({ divergedAt }) => divergedAt?.what),
  ]);
}
