import { factsOf } from "../../study/study_data.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { fewDigits } from "../../fixtures.ts";
import { recordingIo } from "../fixtures.ts";
import { ProgressDisplay } from "./progress_display.ts";
import { progressLine, type ProgressState } from "./progress_line.ts";
import { studies } from "../../studies/mod.ts";
import { runsOf } from "../../study/study.ts";
import type { RunRecord, TimedEpoch } from "../../study/run_record.ts";

const state: ProgressState = {
  run: 2,
  runs: 4,
  name: "softmax-cross-entropy",
  epoch: 37,
  epochs: 100,
  loss: 0.1234,
  accuracy: 0.9612,
  tested: true,
  speed: 213_400,
  left: 83,
};

Deno.test("the line is in full on a wide screen and shorter on a narrow one", () => {
  assertEquals(
    progressLine(state, 119),
    "2/4 softmax-cross-entropy  epoch 37/100  loss 0.1234  test accuracy 0.9612  213,400 images/s  1:23 left",
  );
  assertEquals(
    progressLine(state, 79),
    "2/4 softmax-cross-entropy  37/100  loss 0.1234  test 0.9612  213k/s  1:23 left",
  );
  assertEquals(progressLine(state, 40), "2/4 softmax-cross-entropy  37/100");
  assertEquals(progressLine(state, 10), "2/4 softma");
  assertEquals(
    progressLine({ ...state, runs: 1, tested: false }, 119).slice(0, 76),
    "softmax-cross-entropy  epoch 37/100  loss 0.1234  accuracy 0.9612  213,400 i",
  );
});

Deno.test("the line fits whatever it shows", () => {
  const any = fc.double({ noNaN: false });
  fc.assert(fc.property(
    fc.record({
      run: fc.nat(),
      runs: fc.nat(),
      name: fc.string(),
      epoch: fc.nat(),
      epochs: fc.nat(),
      loss: any,
      accuracy: any,
      tested: fc.boolean(),
      speed: any,
      left: any,
    }),
    fc.nat(200),
    (state, width) => assert(progressLine(state, width).length <= width),
  ));
});

const alone = { jobs: 1, shard: undefined, earlier: new Map() };

function play(
  columns: number | undefined,
  epochs: number,
  how: { jobs?: number; verified?: boolean; ended?: RunRecord["status"]; patience?: number } = {},
): string {
  let now = 0;
  const io = recordingIo({ columns: () => columns, now: () => now });
  const data = fewDigits();
  const runs = runsOf(studies.loss, {
    settings: { epochs, patience: how.patience ?? 0 },
    varied: { loss: ["hinge", "focal"] },
  });
  const progress = new ProgressDisplay(io);
  progress.studyBegins({
    study: studies.loss,
    runs,
    seeds: 1,
    share: 1,
    data: { ...factsOf(data), verified: how.verified },
    source: data.source,
    folder: "results/loss",
    ...alone,
    jobs: how.jobs ?? 1,
  });
  for (const run of runs) {
    const done: TimedEpoch[] = [];
    const record: RunRecord = { run, parameters: 1, epochs: done, steps: [], status: "running" };
    for (let epoch = 1; epoch <= epochs; epoch++) {
      now += 500;
      progress.step(record, {
        type: "step",
        epoch,
        iteration: 3 * epoch - 1,
        images: 100,
        loss: 1,
        accuracy: 0.5,
      });
      now += 500;
      const measures: TimedEpoch = {
        type: "epoch",
        epoch,
        trainLoss: 0.5,
        trainAccuracy: 0.8,
        heldOutLoss: 0.4,
        heldOutAccuracy: 0.9,
        seconds: 1,
      };
      done.push(measures);
      progress.epoch(record, measures);
    }
    progress.runEnds({
      ...record,
      status: how.ended ?? "finished",
      ...how.ended === "failed" && { error: "no room" },
    });
  }
  return io.errorText;
}

Deno.test("why a run failed is said when it fails", () => {
  assertMatch(play(undefined, 1, { ended: "failed" }), /^hinge {2}failed after 1 epoch .* 0:01 {2}no room$/m);
});

Deno.test("without a terminal there are plain lines, one for each epoch", () => {
  const text = play(undefined, 3);
  assert(!text.includes("\r") && !text.includes("\x1b"));
  assertStringIncludes(text, "Data      synthetic: 300 training and 60 test images of 10 × 10 pixels");
  assertStringIncludes(text, "Network   100-128-10 tanh, 14,218 parameters");
  assertEquals(text.match(/epoch \d\/3 {2}train loss 0\.5000 .* s {2}0:0\d left/g)?.length, 6);
  assertStringIncludes(text, "focal  epoch 3/3");
  assertMatch(text, /hinge {2}epoch 1\/3 .* 0:05 left/);
});

Deno.test("with patience the time that is left is the most that it may be", () => {
  assertMatch(play(undefined, 3, { patience: 2 }), /hinge {2}epoch 1\/3 .* at most 0:05 left/);
  assert(!play(undefined, 3).includes("at most"));
  assertStringIncludes(play(120, 3, { patience: 2 }), "at most 0:0");
  assertStringIncludes(play(120, 3, { patience: 2, jobs: 2 }), "at most 0:0");
});

Deno.test("of more jobs than runs only as many are told of as there are", () => {
  assertStringIncludes(play(undefined, 1, { jobs: 8 }), "\nJobs      2 runs side by side\n");
  assert(!play(undefined, 1).includes("Jobs"));
});

Deno.test("it is said whether the images are the published ones", () => {
  const { source } = fewDigits();
  assertStringIncludes(
    play(undefined, 1, { verified: true }),
    `pixels, the published files from ${source}\n`,
  );
  assertStringIncludes(play(undefined, 1, { verified: false }), `pixels, own files from ${source}\n`);
});

Deno.test("very many epochs get fewer lines", () => {
  const lines = play(undefined, 2000).split("\n").filter((line) => line.includes("  epoch "));
  assert(lines.length <= 502, `${lines.length}`);
  assertStringIncludes(lines.at(-1)!, "focal  epoch 2000/2000");
});

Deno.test("on a terminal one line is redrawn and nothing is wider than the screen", () => {
  for (const columns of [40, 80, 120]) {
    const text = play(columns, 3);
    for (const line of text.split(/[\r\n]/)) {
      assert(
        line.replaceAll("\x1b[K", "").length < columns || line.startsWith("Data") || columns === 40,
        line,
      );
    }
    assertEquals(text.split("\r").length, 1 + 6 + 2); // six steps and the ends of two runs
    assertStringIncludes(text, "\x1b[K\n");
  }
});

Deno.test("runs side by side that were interrupted are not done", () => {
  assertStringIncludes(play(80, 3, { jobs: 2 }), "1/2 done  focal 1/3");
  const text = play(80, 3, { jobs: 2, ended: "interrupted" });
  assertStringIncludes(text, "0/2 done  focal 1/3");
  assert(!text.includes("1/2 done"));
});
