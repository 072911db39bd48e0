import {
  describeData,
  describeEpochs,
  describeLosses,
  describeNetwork,
  describeParameters,
  describeTraining,
} from "../../analysis/describe.ts";
import { settingText } from "../../study/run_names.ts";
import { extent } from "../../study/extent.ts";
import { formatSetting, plural, wrap } from "../../study/format.ts";
import type { Halving } from "../../study/halving.ts";
import { axesOf } from "../../study/study.ts";
import type { StudyPlan } from "../../study/study_record.ts";
import { isOver } from "./remaining_time.ts";

/** What is said before training begins; `here` is how many runs are trained here, `width` the columns of the screen. */
export function planText(plan: StudyPlan, here: number, width: number): string {
  const { study, runs, data, source, folder, halving, share, shard, jobs, earlier } = plan;
  const origin = data.verified === undefined
    ? source
    : `${data.verified ? "the published files" : "own files"} from ${source}`;
  const entries: Record<string, string | false | undefined> = {
    Study: `${study.name}: ${study.description} (${count(plan)})`,
    Search: study.search && describeSearch(plan),
    Halving: halving && describeHalving(halving, share),
    Data: `${describeData(data)}, ${origin}`,
    Network: `${describeNetwork(runs, data)}, ${describeParameters(runs, data)} parameters`,
    Loss: describeLosses(runs),
    Training: `${describeEpochs(runs)}, ${describeTraining(runs)}`,
    Jobs: Math.min(jobs, here) > 1 &&
      `${Math.min(jobs, here)} runs side by side${
        study.timed ? ": their seconds are not those of one alone" : ""
      }`,
    Shard: shard && `${shard.index} of ${shard.count}: ${plural(here, "run")}`,
    Results: folder ?? "not written",
    Replacing: plan.replaces && describeReplaced(plan),
    Resuming: earlier.size > 0 && describeEarlier(plan),
  };
  const lines = Object.entries(entries).flatMap(([name, text]) =>
    text ? wrap(text, width - 11).map((part, i) => `${(i === 0 ? name : "").padEnd(9)} ${part}\n`) : []
  );
  return lines.join("") + "\n";
}

/** What is lost, and how not to lose it. */
function describeReplaced({ folder, replaces }: StudyPlan): string {
  const of = replaces!.command === undefined ? "others" : replaces!.command;
  return `tables and plots of ${of}, in the same folder: --name another keeps both (${
    folder!.replace(/[^/]*$/, "another")
  })`;
}

/** `12 of 24 runs are finished, 2 go on from a checkpoint (--fresh starts over)`. */
function describeEarlier({ runs, earlier }: StudyPlan): string {
  const over = [...earlier.values()].filter(isOver).length, begun = earlier.size - over;
  const parts: string[] = [];
  if (over > 0) parts.push(`${over} of ${plural(runs.length, "run")} ${over === 1 ? "is" : "are"} finished`);
  if (begun > 0) parts.push(`${plural(begun, "run")} ${begun === 1 ? "goes" : "go"} on from a checkpoint`);
  return `${parts.join(", ")} (--fresh starts over)`;
}

/** `288 trials`, or `20 runs: 4 with 5 seeds each`. */
function count({ study, runs, seeds }: StudyPlan): string {
  if (study.search) return plural(runs.length, "trial");
  if (seeds === 1) return plural(runs.length, "run");
  return `${plural(runs.length, "run")}: ${runs.length / seeds} with ${seeds} seeds each`;
}

/** Values of a setting beyond these are told by the least and the most, where they are numbers. */
const MOST_VALUES = 8;

/** `4 networks, every combination of what was named: learning rate 0.1, 0.01 × momentum 0, 0.9; then the best on all training images`. */
function describeSearch({ study, runs, seeds, chosen }: StudyPlan): string {
  const axes = axesOf(study, runs).map((key) => {
    const values = [...new Set(runs.map(({ configuration }) => settingText(key, configuration)))];
    const [least, most] = values.length > MOST_VALUES ? extent(values, Number) : [];
    const text = least === undefined
      ? values.join(", ")
      : `${formatSetting(least)} to ${formatSetting(most!)}`;
    return `${key.replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase())} ${text}`;
  });
  const why = chosen === undefined ? "" : `, ${chosen}`;
  return `${plural(runs.length, "network")}${why}: ${
    axes.join(" × ") || "one of each"
  }; then the best on all training images` +
    (seeds > 1 ? `, with ${seeds} seeds` : "");
}

function describeHalving({ rungs, keep, hyperband }: Halving, share: number): string {
  if (rungs.length === 0) return "too few epochs or trials: all are trained to the end";
  return `the best ${(100 * keep).toFixed(0)} % go on after epoch ${rungs.join(", ")}${
    hyperband ? `, in ${rungs.length + 1} brackets that begin with one rung after the other` : ""
  }: about ${(100 * share).toFixed(0)} % of the work`;
}
