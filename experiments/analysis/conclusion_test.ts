import { assert, assertEquals } from "@std/assert";
import { fewDigits } from "../fixtures.ts";
import { studies } from "../studies/mod.ts";
import { factsOf } from "../study/study_data.ts";
import { runsOf } from "../study/study.ts";
import type { RunRecord } from "../study/run_record.ts";
import { conclude } from "./conclusion.ts";

/** What the study loss says of three losses with these final accuracies, one for each seed; undefined diverges. */
function conclusion(accuracies: { [loss: string]: (number | undefined)[] }): string {
  const seeds = Object.values(accuracies)[0].length;
  const runs = runsOf(studies.loss, {
    settings: { epochs: 2 },
    varied: { loss: ["kl-div", "hinge", "focal"] },
    seeds,
  });
  const records = runs.map((run, i): RunRecord => {
    const accuracy = accuracies[run.configuration.loss][i % seeds];
    const epoch = (epoch: number, heldOutAccuracy: number) => ({
      type: "epoch" as const,
      epoch,
      trainLoss: 1,
      trainAccuracy: heldOutAccuracy + 0.01,
      heldOutLoss: 2,
      heldOutAccuracy,
      seconds: 0.5,
    });
    if (accuracy === undefined) {
      const divergedAt = { epoch: 1, iteration: 7, layer: "linear 1", what: "output" };
      return { run, parameters: 5, epochs: [], steps: [], status: "diverged", divergedAt };
    }
    return { run, parameters: 5, epochs: [epoch(1, 0.5), epoch(2, accuracy)], steps: [], status: "finished" };
  });
  return conclude({ study: studies.loss, runs, seeds, data: factsOf(fewDigits()), records, extra: {} }).join(
    "\n",
  );
}

Deno.test("the conclusion says what the numbers say", () => {
  const text = conclusion({
    "kl-div": [0.96, 0.961, 0.962],
    "hinge": [0.9799, 0.98, 0.9801],
    "focal": [0.96, undefined, 0.962],
  });
  assertEquals(text.split("\n"), [
    "hinge reaches the highest test accuracy after the last epoch (mean ± standard deviation of 3 seeds), " +
    "98.00 ± 0.01 %; kl-div follows with 96.10 ± 0.10 %, focal is last with 96.10 ± 0.14 %.",
    "95 % is first reached by hinge, kl-div and focal, after 2 epochs; 97 % is first reached by hinge, after 2 epochs.",
    "Of 3 differences of final test accuracy 1 stands (Welch's t-test with Holm's correction, p < 0.05).",
    "Not told apart: kl-div and focal (p = 1); hinge and focal (p = 0.066).",
    "Diverged, and left out of the means: focal (1 of 3 runs).",
  ]);
});

Deno.test("of two variants the difference stands, or does not", () => {
  const said = (accuracies: { [loss: string]: number[] }) =>
    conclusion({ ...accuracies, focal: [undefined, undefined, undefined] }).split("\n").find((line) =>
      line.includes("difference of")
    );
  const test = "(Welch's t-test with Holm's correction, p < 0.05)";
  assertEquals(
    said({ "kl-div": [0.96, 0.961, 0.962], "hinge": [0.9799, 0.98, 0.9801] }),
    `The difference of final test accuracy stands ${test}.`,
  );
  assertEquals(
    said({ "kl-div": [0.96, 0.97, 0.98], "hinge": [0.961, 0.971, 0.981] }),
    `The difference of final test accuracy does not stand ${test}.`,
  );
});

Deno.test("those with the same figure share a place", () => {
  const ranking = (accuracies: { [loss: string]: number[] }) =>
    conclusion(accuracies).split("\n").slice(0, 2);
  const highest = "the highest test accuracy after the last epoch";
  assertEquals(ranking({ "kl-div": [0.96], "hinge": [0.98], "focal": [0.96] }), [
    `hinge reaches ${highest}, 98.00 %; kl-div and focal follow with 96.00 %.`,
    "95 % is first reached by hinge, kl-div and focal, after 2 epochs; 97 % is first reached by hinge, after 2 epochs.",
  ]);
  const [first] = ranking({ "kl-div": [0.98], "hinge": [0.98], "focal": [0.96] });
  assertEquals(first, `kl-div and hinge reach ${highest}, 98.00 %; focal follows with 96.00 %.`);
  const [all] = ranking({ "kl-div": [0.9], "hinge": [0.9], "focal": [0.9] });
  assertEquals(all, "kl-div, hinge and focal reach the same test accuracy after the last epoch, 90.00 %.");
});

Deno.test("what did not learn is said so, and is not the last of those that did", () => {
  const text = conclusion({ "kl-div": [0.1], "hinge": [0.9], "focal": [0.95] });
  assert(
    text.startsWith("focal reaches the highest test accuracy after the last epoch, 95.00 %; hinge follows"),
  );
  assert(!text.includes("kl-div is last"));
  assert(text.includes("Learned nothing, with an accuracy as by guessing: kl-div."));
});

Deno.test("how far seeds lie apart is said only where it was measured", () => {
  // After one epoch seeds of focal lie 11 points apart, of cross-entropy 2: no constant is right for any study.
  for (const close of [0.9601, 0.9]) {
    const text = conclusion({ "kl-div": [0.96], "hinge": [close], "focal": [0.8] });
    assert(
      text.includes("One seed tells nothing about chance: --seeds 5 measures how far seeds lie apart."),
      text,
    );
    assert(!/points|±/.test(text), text);
  }
  const broken = conclusion({
    "kl-div": [0.96, undefined],
    "hinge": [0.95, undefined],
    "focal": [0.9, undefined],
  });
  assert(broken.includes("Too few runs came to their end to tell differences from chance."), broken);
});
