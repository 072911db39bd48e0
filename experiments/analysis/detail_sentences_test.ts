import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { gridRecord, madeUp, type Outcome } from "../report/made_up_records.ts";
import { studies } from "../studies/mod.ts";
import { runsOf } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";
import { detailSentences } from "./detail_sentences.ts";

const LOSSES = ["kl-div", "hinge", "focal"] as const;

/** The study loss with runs that come to these accuracies. */
function losses(accuracies: readonly (number | undefined)[]): StudyRecord {
  const varied = { loss: LOSSES.slice(0, accuracies.length) };
  return madeUp(studies.loss, ({ configuration: { loss } }): Outcome => {
    const i = varied.loss.indexOf(loss as typeof LOSSES[number]), accuracy = accuracies[i];
    return accuracy === undefined
      ? undefined
      : { accuracy, loss: 0.1, gap: [0.004, 0.012, 0.001][i], seconds: [2, 1, 3][i] };
  }, { settings: { epochs: 20 }, varied });
}

Deno.test("details: who never came far, the gap and the cost", () => {
  assertEquals(detailSentences(losses([0.96, 0.98, 0.91])), [
    "95 % is never reached by focal.",
    "97 % is never reached by kl-div and focal.",
    "Training accuracy is above test accuracy by 1.20 points for hinge, the widest gap; by 0.10 for focal, the narrowest.",
    "An epoch takes least time with hinge (1.00 s), most with focal (3.00 s); training took 120.0 s in all.",
  ]);
});

Deno.test("details: seconds of runs side by side are told from those of one alone", () => {
  const record = losses([0.96, 0.98]), [rough] = detailSentences({ ...record, jobs: 2 }).slice(-1);
  assertStringIncludes(rough, "2 runs were trained side by side");
  for (const jobs of [1, undefined]) {
    assert(!detailSentences({ ...record, jobs }).join().includes("side by side"));
  }
});

Deno.test("details: none, neither, one alone, and what diverged", () => {
  const goals = (accuracies: (number | undefined)[]) => detailSentences(losses(accuracies))[0];
  assertEquals(goals([0.9, 0.91]), "None reaches 95 %; the best epoch of any comes to 91.00 %, with hinge.");
  assertEquals(
    goals([0.96, 0.955]),
    "None reaches 97 %; the best epoch of any comes to 96.00 %, with kl-div.",
  );
  assertEquals(goals([0.9, 0.98, 0.91]), "Neither 95 nor 97 % is ever reached by kl-div and focal.");
  assertEquals(goals([0.9]), "It does not reach 95 %; its best epoch comes to 90.00 %.");
  // Of what diverged or learned nothing it is no news that it did not come there.
  assertEquals(goals([0.98, 0.1]).slice(0, 17), "Training accuracy");
  assertEquals(goals([0.98, undefined]).slice(0, 17), "Training accuracy");
  assertEquals(detailSentences(losses([undefined, undefined])), []);
});

Deno.test("details: of runs whose epochs are not all known nothing is said that takes all of them", () => {
  const record = losses([0.96, 0.98]);
  const records = record.records.map((run) => ({ ...run, epochs: run.epochs.slice(-1) }));
  assertEquals(detailSentences({ ...record, records }), [
    "Training accuracy is above test accuracy by 1.20 points for hinge, the widest gap; by 0.40 for kl-div, the narrowest.",
  ]);
});

Deno.test("details: many names are counted, and a search has its time", () => {
  const record = madeUp(
    studies.matrix,
    ({ configuration }) => ({ accuracy: configuration.loss === "hinge" ? 0.98 : 0.9, loss: 1 }),
  );
  assertEquals(
    detailSentences(record)[0],
    "Neither 95 nor 97 % is ever reached by 128 selu kl-div, 128 selu softmax-cross-entropy, 128 hard-swish kl-div, " +
      "128 hard-swish softmax-cross-entropy, 128 tanh kl-div and 7 more.",
  );
  assertEquals(runsOf(studies.matrix).length - 6, 12);
  assertEquals(detailSentences(gridRecord()), ["The trials took 23.0 s in all."]);
});
