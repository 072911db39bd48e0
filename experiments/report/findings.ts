/** What the numbers of a study say, in sentences.
 * @module
 */
import { formatCount, plural } from "../study/format.ts";
import { comparisonFindings } from "./comparison_findings.ts";
import { functionFindings, importanceFindings, softmaxFindings, trialFindings } from "./special_findings.ts";
import { count, listed, percent, seconds, spread } from "./numbers.ts";
import { compared, seedsOf, type Study } from "./study.ts";
import { ranked, type Variant, variantOf } from "./variants.ts";

/**
 * What the numbers say. Each sentence holds by itself. What the study concludes itself comes first, and is not repeated;
 * where that is missing, the tables speak. What is about a single run comes last.
 */
export function findings(study: Study): string[] {
  const { conclusion, tables, variants } = study;
  const own = conclusion?.split("\n").map((line) => line.trim()).filter(Boolean) ?? [];
  const saysWhen = own.some((line) => /9[57] % is first reached/.test(line));
  const general = tables.trials ? [] : [...(saysWhen ? [] : [convergenceFinding]), gapFinding, costFinding];
  const ranking = tables.trials ? [trialFindings] : [rankingFinding, comparisonFindings];
  const special = [softmaxFindings, functionFindings, divergenceFinding];
  const wanted = own.length > 0 ? general : [...ranking, importanceFindings, ...general, ...special];
  const names = new Set(variants.map(({ name }) => name));
  const ofOne = (sentence: string) => names.has(variantOf(sentence.split(": ")[0]));
  return [
    ...datasetFinding(study),
    ...own.filter((line) => !ofOne(line)),
    ...wanted.flatMap((of) => of(study)),
    ...own.filter(ofOne),
  ];
}

function datasetFinding({ dataset }: Study): string[] {
  if (dataset !== "synthetic") return [];
  return ["These are synthetic digits, not MNIST: the figures are comparable with each other only."];
}

function rankingFinding(study: Study): string[] {
  const metric = "test_accuracy_final";
  const order = ranked(compared(study), metric);
  const show = ({ name, measures }: Variant) => `${name} (${spread(measures[metric], percent)} %)`;
  const mean = (variant: Variant) => variant.measures[metric]!.mean;
  if (order.length === 0) return [];
  const [best, last] = [order[0], order.at(-1)!];
  const of = seedsOf(study) > 1 ? `, mean of ${seedsOf(study)} seeds` : "";
  if (order.length === 1) {
    return [`The ${study.part} accuracy after the last epoch is ${percent(mean(best))} %${of}.`];
  }
  const leaders = order.filter((variant) => percent(mean(variant)) === percent(mean(best)));
  if (leaders.length === order.length) {
    return [`All ${order.length} reach the same ${study.part} accuracy: ${percent(mean(best))} %${of}.`];
  }
  return [
    `${listed(leaders.map(show))} ${
      leaders.length > 1 ? "reach" : "reaches"
    } the highest ${study.part} accuracy${of}; ` +
    `${show(last)} is last, ${percent(mean(best) - mean(last))} points behind.`,
  ];
}

function convergenceFinding(study: Study): string[] {
  const variants = compared(study).filter(({ measures }) => measures.test_accuracy_final);
  if (variants.length === 0) return [];
  return ([95, 97] as const).flatMap((goal): string[] => {
    const metric = `epochs_to_${goal}`;
    const there = ranked(variants, metric).reverse();
    if (there.length === 0) {
      if (goal === 97 && !variants.some(({ measures }) => measures.epochs_to_95)) return []; // that was said
      const best = Math.max(
        ...variants.map(({ measures: m }) => (m.test_accuracy_best ?? m.test_accuracy_final)!.mean),
      );
      return [
        variants.length === 1
          ? `It does not reach ${goal} %; its best epoch comes to ${percent(best)} %.`
          : `None reaches ${goal} %; the best epoch of any comes to ${percent(best)} %.`,
      ];
    }
    const epochs = (variant: Variant) => variant.measures[metric]!.mean;
    const first = there.filter((variant) => epochs(variant) === epochs(there[0]));
    const never = variants.filter((variant) => !there.includes(variant)).map(({ name }) => name);
    const last = there.at(-1)!;
    return [
      `${goal} % is reached first by ${listed(first.map(({ name }) => name))}, after ${
        epochCount(epochs(first[0]))
      }` +
      (last && !first.includes(last) ? `, last by ${last.name}, after ${epochCount(epochs(last))}` : "") +
      (never.length > 0 ? `; never by ${listed(never)}.` : "."),
    ];
  });
}

function epochCount(value: number): string {
  return `${count(value)} epoch${value === 1 ? "" : "s"}`;
}

function gapFinding(study: Study): string[] {
  const order = ranked(compared(study), "gap");
  const widest = order[0]?.measures.gap?.mean ?? 0;
  if (widest < 0.002) return [];
  const narrow = order.at(-1)!;
  return [
    `Training accuracy is above test accuracy by ${percent(widest)} points` +
    (order.length > 1 && narrow.measures.gap!.mean > 0
      ? ` for ${order[0].name}, the widest gap; by ${
        percent(narrow.measures.gap!.mean)
      } for ${narrow.name}, the narrowest.`
      : order.length > 1
      ? ` for ${order[0].name}, the widest gap.`
      : "."),
  ];
}

function costFinding(study: Study): string[] {
  const order = ranked(compared(study), "seconds_per_epoch");
  if (order.length === 0) return [];
  const time = ({ measures }: Variant) => `${seconds(measures.seconds_per_epoch!.mean)} s`;
  const all = order.map(({ measures: m }) => (m.train_seconds?.mean ?? 0) * (m.train_seconds?.count ?? 0));
  const total = `training took ${seconds(all.reduce((sum, value) => sum + value, 0))} s in all`;
  if (order.length === 1) return [`An epoch takes ${time(order[0])}; ${total}.`];
  const last = order.at(-1)!;
  return [
    `An epoch takes least time with ${last.name} (${time(last)}), most with ${order[0].name} (${
      time(order[0])
    }); ${total}.`,
  ];
}

function divergenceFinding({ tables, variants }: Study): string[] {
  const rows = tables.divergences?.rows ?? [];
  const runs = variants.reduce((sum, variant) => sum + variant.runs, 0);
  if (rows.length === 0) {
    const diverged = variants.filter(({ diverged }) => diverged > 0);
    return diverged.length > 0 ? [`Diverged: ${listed(diverged.map(({ name }) => name))}.`] : [];
  }
  const where = rows.map(({ run, epoch, iteration, layer, what }) =>
    `${run} in epoch ${epoch}, step ${formatCount(Number(iteration) || 0)} (${what} of ${layer})`
  );
  return [
    `${rows.length} of ${plural(Math.max(runs, rows.length), "run")} diverged: ${listed(where, 3)}.`,
  ];
}
