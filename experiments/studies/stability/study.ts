import type { RunConfiguration } from "../../study/configuration.ts";
import type { Study } from "../../study/study.ts";

const deep = { hidden: [128, 128, 128] };

/** A variant for each learning rate, with a name that says what else is special about it. */
function ladder(
  name: string,
  learningRates: readonly number[],
  settings: Partial<RunConfiguration> = {},
): Record<string, Partial<RunConfiguration>> {
  return Object.fromEntries(
    learningRates.map((
      learningRate,
    ) => [`${name} rate ${learningRate}`.trim(), { learningRate, ...settings }]),
  );
}

/** When does training break, why, and what helps? */
export const stability: Study = {
  name: "stability",
  title: "When training overflows",
  question: "At which learning rate does training with Selu break, where does it begin, and what cures it?",
  description: "rising learning rates on Selu, cures, and softmax without its maximum",
  fixed: { activation: ["selu"], epochs: 5 },
  variants: {
    ...ladder("", [0.001, 0.01, 0.1, 1, 10, 100, 1000]),
    ...ladder("plain softmax", [0.1, 1, 10], { softmax: "plain" }),
    ...ladder("clipped", [1, 10, 1000], { clipNorm: 0.1 }),
    ...ladder("4 layers", [0.1, 1, 10], deep),
    ...ladder("4 layers clipped", [1, 10], { ...deep, clipNorm: 0.1 }),
    ...ladder("4 layers LeCun clipped", [1, 10], { ...deep, init: "lecun", clipNorm: 0.1 }),
    ...ladder("4 layers std 1", [0.001, 0.01], { ...deep, initStd: 1 }),
    ...ladder("4 layers LeCun", [0.001, 0.01, 0.1], { ...deep, init: "lecun" }),
  },
  varied: {},
  panels(variant) {
    const line = variant.match(/rate \S+/)?.[0] ?? variant;
    const group = variant.replace(line, "").trim();
    return { panel: group.startsWith("4 layers") ? group : `2 layers ${group}`.trim(), line };
  },
  watch: true,
  extra: () => import("./extra.ts").then(({ extra }) => extra),
};
