/** What runs have left that is in no table yet: those of a study that is under way, or that several machines share.
 * @module
 */
import * as v from "valibot";
import { bestOfEach } from "../analysis/trials.ts";
import { type Manifest, readManifest } from "../runner/shards/manifest.ts";
import { codeVersion } from "../storage/code_version.ts";
import { FolderStore } from "../storage/folder_store.ts";
import { OutputError } from "../storage/output_error.ts";
import { few } from "../storage/read_csv.ts";
import type { StudyFolder } from "../storage/read_study_folder.ts";
import { identify } from "../storage/run_identity.ts";
import { runConfiguration } from "../storage/schemas.ts";
import { studies } from "../studies/mod.ts";
import { plain } from "../study/format.ts";
import type { Run } from "../study/run_names.ts";
import { hasEnded, type RunRecord } from "../study/run_record.ts";
import { comparedOn, learnedFrom } from "../study/study_data.ts";
import { bestRuns } from "../study/study.ts";
import { TRAINING_DEFAULTS } from "../study/training_options.ts";
import type { Warning } from "../study/warning.ts";

/**
 * A study with what lies in the folders of its runs. Those are found by their ids, which the plan of a divided study has, and which
 * follow from `config.json` where this code has trained them.
 *
 * @param found What its tables say; undefined if there are none.
 * @returns Undefined if there is no plan either.
 */
export async function withStoredRuns(
  path: string,
  found: StudyFolder | undefined,
  warn: (warning: Warning) => void,
): Promise<StudyFolder | undefined> {
  const plan = await readManifest(path).catch((error) =>
    warn({ file: "manifest.json", message: error.message })
  );
  const study = found ?? (plan && planned(plan));
  if (!study) return undefined;
  const stored = await storedRecords(
    path,
    study,
    plan || undefined,
    (message) => warn({ file: "runs", message }),
  );
  const names = new Set([...study.record.runs.map(({ name }) => name), ...stored.keys()]);
  return {
    ...study,
    record: { ...study.record, records: [...names].flatMap((name) => stored.get(name) ?? []) },
  };
}

/** What a plan says of a study. */
function planned({ study: name, dataset, seeds, halving, runs }: Manifest): StudyFolder | undefined {
  const study = Object.values(studies).find((study) => study.name === name);
  if (!study) return undefined;
  const known = runs.flatMap(({ name, configuration }): Run[] => {
    const { success, output } = v.safeParse(runConfiguration, configuration);
    return success ? [{ name, configuration: output }] : [];
  });
  const images = { trainImages: 0, testImages: 0, rows: 0, columns: 0, classes: 10 };
  const first = known[0]?.configuration.seed ?? 1;
  return {
    record: {
      study,
      runs: known,
      records: [],
      seeds,
      halving,
      extra: {},
      data: { ...dataset, ...images },
    },
    configuration: {
      study: { name, seeds: Array.from({ length: seeds }, (_, i) => first + i) },
      runs: known,
    },
    machine: {},
    conclusion: [],
    known: true,
  };
}

/** The records of runs that came further than the tables say. */
async function storedRecords(
  path: string,
  { record: { study, runs, records, data, seeds }, configuration }: StudyFolder,
  plan: Manifest | undefined,
  warn: (message: string) => void,
): Promise<Map<string, RunRecord>> {
  const store = new FolderStore(`${path}/runs`, warn), code = await codeVersion();
  const { logEvery = TRAINING_DEFAULTS.logEvery } = configuration ?? {}, { checksum } = data;
  const plannedIds = new Map(plan?.runs.map(({ name, id }) => [name, id]));
  const known = new Map(records.map((record) => [record.run.name, record])), further = new Map(known);
  const unreadable = few(warn, "runs could not be read");
  const look = async (run: Run, train: number, test: number) => {
    const there = known.get(run.name);
    if (there && hasEnded(there)) return;
    const images = { checksum, train: { count: train }, test: { count: test } } as Parameters<
      typeof identify
    >[1];
    const own = await identify(run, images, { logEvery, watch: study.watch ?? false, code });
    const stored = await store.read({ ...own, id: plannedIds.get(run.name) ?? own.id }).catch((error) => {
      if (!(error instanceof OutputError)) throw error;
      unreadable.tell(plain(error.message));
    });
    const found = stored?.record;
    if (!found || found.epochs.length < (there?.epochs.length ?? 0)) return;
    further.set(run.name, { ...found, run, rung: there?.rung });
  };
  for (const run of runs) await look(run, learnedFrom(data), comparedOn(data));
  const trials = runs.flatMap(({ name }) => further.get(name) ?? []);
  if (study.search && trials.length === runs.length && trials.every(hasEnded)) {
    const best = bestOfEach(study, trials).flatMap(({ run, epochs }) =>
      bestRuns(study, run, { seeds, epochs: epochs.length })
    );
    for (const run of best) await look(run, data.trainImages, data.testImages);
  }
  unreadable.end();
  return further;
}
