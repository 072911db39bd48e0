/** What Selu and HardSwish do to signals and gradients when training begins.
 * @module
 */
import { variantOf } from "../../study/run_names.ts";
import { formatNumber } from "../../study/format.ts";
import type { Results } from "../../study/results.ts";
import type { WatchedStep } from "../../study/run_record.ts";
import type { StudyExtra } from "../../study/study.ts";

/** How HardSwish compares with Selu in the first step, where both have the same weights and images. */
function sentences({ records }: Results): string[] {
  const first = (name: string) => records.find(({ run }) => variantOf(run) === name)?.watched?.at(0);
  const selu = first("selu"), hardSwish = first("hard-swish");
  if (!selu || !hardSwish) return [];
  const ratio = (of: (step: WatchedStep) => number | undefined) => of(hardSwish)! / of(selu)!;
  const logits = ratio(({ layers }) => layers.at(-1)?.mean), gradients = ratio((step) => step.gradientNorm);
  if (!Number.isFinite(logits) || !Number.isFinite(gradients)) return [];
  return [
    `In the first step, from the same weights and the same images, pre-activations of the first layer are ${
      formatNumber(selu.layers[0].mean)
    } on average; the logits of HardSwish are ${
      formatNumber(logits)
    } times as large as those of Selu, and the norm of ` +
    `its gradients is ${formatNumber(gradients)} times theirs.`,
  ];
}

/** Nothing besides the runs is measured. */
export const extra: StudyExtra = { measure: () => ({}), sentences };
