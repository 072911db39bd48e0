/** What does not go together in `deno task experiment`.
 * @module
 */
import type { RunConfiguration } from "../../study/configuration.ts";
import type { AskedStudy } from "../../study/study_record.ts";
import { notWith, optionName, type Rule } from "../option.ts";

/** What can be done instead of training. */
export const ACTIONS = ["plan", "status", "merge", "redraw"] as const;

/** A name from {@linkcode ACTIONS}. */
export type Action = typeof ACTIONS[number];

type ExperimentRule = Rule<readonly AskedStudy[]>;

/** It would change nothing unless a run uses it. */
export function usedBy(what: string, uses: (configuration: RunConfiguration) => boolean): ExperimentRule {
  return (_, asked) =>
    asked.some(({ runs }) => runs.some(({ configuration }) => uses(configuration)))
      ? undefined
      : `here: it belongs to ${what}`;
}

/** It would change nothing unless a study is a search. */
export const inSearch: ExperimentRule = (_, asked) =>
  asked.some(({ study }) => study.search) ? undefined : "here: it belongs to the study grid";

/** It would end what has to go on: a learning rate that rises makes the loss larger in the end. */
export const notRising: ExperimentRule = (_, asked) =>
  asked.some(({ study }) => !study.rates) ? undefined : "here: a range test goes on to the end";

/** It would leave nothing of a study that measures how long training takes. */
export const notTimed: ExperimentRule = (_, asked) =>
  asked.some(({ study }) => !study.timed) ? undefined : "here: times are what the study is about";

/** It would be the same for several studies. */
export const oneStudy: ExperimentRule = (_, asked) =>
  asked.length === 1 ? undefined : "with several studies at once: want one";

/** Only the study of one run has one beginning. */
export const ofOneRun: ExperimentRule = (_, asked) =>
  asked.length === 1 && asked[0].study.name === "train" ? undefined : "here: it belongs to the study train";

/** It says how to train. */
export const toTrain = notWith(ACTIONS, ", which trains nothing");

/** It is an action: no other one may be there. */
export function onlyAction(own: Action): Rule {
  return (given) => {
    const other = ACTIONS.find((action) => action !== own && given.has(action));
    return other && `and --${other} together: want one of them`;
  };
}

/** It takes all but a few things from the folder of a study. */
export function aloneBut(...allowed: string[]): ExperimentRule {
  return (given) => {
    const other = [...given].find((key) => !allowed.includes(key));
    return other && `with --${optionName(other)}: all that it needs is in the folder of the study`;
  };
}
