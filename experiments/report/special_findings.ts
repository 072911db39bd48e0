/** What the tables say that only some studies have.
 * @module
 */
import { general, listed, percent, seconds, spread } from "./numbers.ts";
import { numberIn, type Row } from "../storage/read_csv.ts";
import { BEST, type Study } from "./study.ts";
import { byRank, settingName, settingText, variedSettings } from "./trials_table.ts";

/** The best trial of a grid, and what came of it. */
export function trialFindings({ tables, variants, part }: Study): string[] {
  const trials = byRank(tables.trials?.rows ?? []);
  if (trials.length === 0) return [];
  const [best] = trials;
  const settings = variedSettings(trials).map((name) => `${settingName(name)} ${settingText(best[name])}`);
  const accuracy = numberIn(best.validation_accuracy);
  const stopped = trials.filter(({ status }) => status === "stopped").length;
  const diverged = trials.filter(({ status }) => status === "diverged").length;
  const final = variants.find(({ name }) => name === BEST)?.measures.test_accuracy_final;
  const time = trials.reduce((sum, { train_seconds }) => sum + (numberIn(train_seconds) ?? 0), 0);
  return [
    `Of ${trials.length} trials the best is ${best.trial}: ${listed(settings, 12)}` +
    (accuracy === undefined ? "." : `, with ${percent(accuracy)} % on the ${part} set.`),
    ...(final
      ? [`Trained on all training images it reaches ${spread(final, percent)} % on the test set.`]
      : []),
    `The trials took ${seconds(time)} s` +
    (stopped > 0 ? `; ${stopped} were stopped early` : "") + (diverged > 0 ? `; ${diverged} diverged.` : "."),
  ];
}

/** What the differences go with. */
export function importanceFindings({ tables }: Study): string[] {
  const rows = (tables.importance?.rows ?? []).filter(({ importance }) => numberIn(importance) !== undefined)
    .toSorted((a, b) => Number(b.importance) - Number(a.importance));
  if (rows.length === 0) return [];
  const show = ({ setting, importance }: Row) =>
    `${settingName(setting)} ${(100 * Number(importance)).toFixed(0)} %`;
  const [first] = rows.filter(({ best_value }) => best_value);
  return [
    `Share in the variance between them: ${listed(rows.slice(0, 4).map(show))}.`,
    ...(first && numberIn(first.best_mean) !== undefined
      ? [
        `Of ${settingName(first.setting)}, ${settingText(first.best_value)} does best (${
          percent(Number(first.best_mean))
        } % on average)` +
        (numberIn(first.worst_mean) === undefined
          ? "."
          : ` and ${settingText(first.worst_value)} worst (${percent(Number(first.worst_mean))} %).`),
      ]
      : []),
  ];
}

/** Which logits break softmax. */
export function softmaxFindings({ tables }: Study): string[] {
  const rows = tables.softmax?.rows ?? [];
  return [...Map.groupBy(rows, ({ method }) => method)].map(([method, of]) => {
    const broken = of.filter(({ status }) => status !== "ok");
    const errors = of.filter(({ status }) => status === "ok").map((row) => numberIn(row.maximum_error) ?? 0);
    const shifts = (rows: readonly Row[]) => {
      const [least, most] = [rows[0], rows.at(-1)!].map(({ shift }) => Number(shift));
      return least === most
        ? `shift ${least}`
        : `shifts ${Math.min(least, most)} to ${Math.max(least, most)}`;
    };
    if (broken.length === 0) {
      return `Softmax, ${method}: right at all ${of.length} shifts, error at most ${
        general(Math.max(...errors))
      }.`;
    }
    const kinds = [...Map.groupBy(broken, ({ status }) => status)].map(([status, rows]) =>
      `${status} at ${shifts(rows)}`
    );
    return `Softmax, ${method}: ${listed(kinds)}; right at ${
      of.length - broken.length
    } of ${of.length} shifts.`;
  });
}

/** What the ways to get the exponential cost, and what they are worth. */
export function functionFindings({ tables }: Study): string[] {
  const rows = tables.functions?.rows ?? [];
  return [...Map.groupBy(rows, ({ place }) => place)].flatMap(([place, of]) => {
    const timed = of.filter(({ forward_ns }) => numberIn(forward_ns) !== undefined);
    const known = of.filter(({ maximum_error }) => numberIn(maximum_error) !== undefined);
    if (timed.length < 2 || known.length < 2) return [];
    const by = (column: string) => (a: Row, b: Row) => Number(a[column]) - Number(b[column]);
    const [fast] = timed.toSorted(by("forward_ns")), slow = timed.toSorted(by("forward_ns")).at(-1)!;
    const worst = known.toSorted(by("maximum_error")).at(-1)!;
    return [
      `In ${place}, ${fast.exponential} is fastest (${general(Number(fast.forward_ns))} ns a number; ` +
      `${slow.exponential} takes ${
        general(Number(slow.forward_ns))
      }); the largest error is ${worst.exponential}'s, ` +
      `${general(Number(worst.maximum_error))}.`,
    ];
  });
}
