import type { RunConfiguration } from "../../study/configuration.ts";
import type { Study } from "../../study/study.ts";

const hardSwish: Partial<RunConfiguration> = { activation: ["hard-swish"] };

/**
 * Why do Selu and HardSwish differ? Near 0 HardSwish is u/2 and Selu 1.05 u or more: if that is why, HardSwish should do as Selu does
 * with a higher learning rate.
 */
export const signal: Study = {
  name: "signal",
  title: "Why Selu and HardSwish differ",
  question:
    "Is HardSwish behind Selu because it halves small signals, and does a higher learning rate make up for it?",
  description: "why Selu and HardSwish differ, seen from inside",
  variants: {
    "selu": { activation: ["selu"], learningRate: 1e-3 },
    "hard-swish": { ...hardSwish, learningRate: 1e-3 },
    "hard-swish at twice the rate": { ...hardSwish, learningRate: 2e-3 },
    "hard-swish at four times the rate": { ...hardSwish, learningRate: 4e-3 },
  },
  varied: {},
  watch: true,
  extra: () => import("./extra.ts").then(({ extra }) => extra),
};
