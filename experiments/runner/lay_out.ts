/** What a study consists of, before anything is done.
 * @module
 */
import { configurationJson } from "../storage/configuration_file.ts";
import { codeVersion } from "../storage/code_version.ts";
import { type IdentifiedRun, identify } from "../storage/run_identity.ts";
import type { Run } from "../study/run_names.ts";
import { halvingShare } from "../study/halving.ts";
import { factsOf, type StudyData } from "../study/study_data.ts";
import type { StudyPlan } from "../study/study_record.ts";
import { runsOf, type Study } from "../study/study.ts";
import { TRAINING_DEFAULTS } from "../study/training_options.ts";
import { openDataset } from "../training/dataset.ts";
import type { RunStudyOptions } from "./run_study_options.ts";
import { SeenImages } from "./hold_out.ts";

/** A plan and all that is needed to carry it out. */
export interface Layout {
  readonly plan: StudyPlan;
  readonly runs: readonly IdentifiedRun[];
  readonly all: StudyData;
  /** Gives the runs of the best trial their ids. */
  readonly identifyBest: (best: readonly Run[]) => Promise<IdentifiedRun[]>;
  readonly configuration: string;
  /** Steps from one that is recorded to the next. */
  readonly logEvery: number;
}

export async function layOut(study: Study, options: RunStudyOptions): Promise<Layout> {
  const { folder, command, seeds = 1, halving, jobs = 1, shard, from } = options;
  const { logEvery = study.logEvery ?? TRAINING_DEFAULTS.logEvery } = options;
  const wanted = options.runs ?? runsOf(study, { seeds });
  const all = options.data ?? await openDataset(wanted[0].configuration.dataset);
  const images = new SeenImages(all), search = study.search ?? false;
  const code = await codeVersion();
  const identifyAs = (trial: boolean) => ({ name, configuration }: Run) =>
    identify(
      { name, configuration: { ...configuration, dataset: all.name } },
      images.of(configuration, trial),
      {
        logEvery,
        watch: study.watch ?? false,
        code,
        from: from?.sha256,
      },
    );
  const runs = await Promise.all(wanted.map(identifyAs(search)));
  const patient = search ? undefined : runs.find(({ configuration }) => configuration.patience > 0);
  const plan: StudyPlan = {
    study,
    runs: runs.map(({ name, configuration }): Run => ({ name, configuration })),
    seeds,
    halving,
    chosen: options.chosen,
    times: options.times,
    data: factsOf(all, {
      validationImages: search ? images.of(runs[0].configuration, true).test.count : undefined,
      stoppingImages: patient && images.of(patient.configuration, false).validation?.count,
    }),
    source: all.source,
    share: halving ? halvingShare(runs[0].configuration.epochs, runs.length, halving) : 1,
    folder,
    jobs,
    shard,
    earlier: new Map(),
  };
  return {
    plan,
    runs,
    all,
    identifyBest: (best) => Promise.all(best.map(identifyAs(false))),
    logEvery,
    configuration: configurationJson({ command, plan, logEvery }),
  };
}
