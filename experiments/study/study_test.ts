import { assertEquals } from "@std/assert";
import { DEFAULTS } from "./configuration.ts";
import { studies } from "../studies/mod.ts";
import { runsOf, type Study } from "./study.ts";

Deno.test("each study is known by its own name", () => {
  for (const [name, study] of Object.entries(studies)) assertEquals(study.name, name);
});

Deno.test("the study loss compares the four losses, all else equal", () => {
  assertEquals(
    runsOf(studies.loss).map(({ configuration }) => configuration),
    (["kl-div", "softmax-cross-entropy", "hinge", "focal"] as const).map((loss) => ({ ...DEFAULTS, loss })),
  );
});

Deno.test("a study is the product of what varies; options come before what it fixes", () => {
  const study: Study = {
    name: "matrix",
    title: "",
    question: "",
    description: "",
    fixed: { loss: "hinge", epochs: 50 },
    varied: { hidden: [[128], [256, 128], []], activation: [["tanh"], ["selu"]] },
  };
  const runs = runsOf(study, { settings: { epochs: 3 }, varied: { activation: [["relu"]] } });
  assertEquals(runs.map(({ name }) => name), ["128 relu", "256-128 relu", "none relu"]);
  assertEquals(runs[1].configuration, {
    ...DEFAULTS,
    loss: "hinge",
    epochs: 3,
    hidden: [256, 128],
    activation: ["relu"],
  });
  assertEquals(runsOf(study).length, 6);
  assertEquals(runsOf(study)[0].configuration.epochs, 50);
});
