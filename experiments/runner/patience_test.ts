/** Early stopping in studies that are no search: what says when to end is held out of the training images. */
import { assert, assertEquals } from "@std/assert";
import { parse } from "@std/csv";
import { fewDigits, withFolder } from "../fixtures.ts";
import { readStudyFolder } from "../storage/read_study_folder.ts";
import { studies } from "../studies/mod.ts";
import type { RunConfiguration } from "../study/configuration.ts";
import { runsOf } from "../study/study.ts";
import { redrawStudy } from "./redraw.ts";
import { runStudy } from "./run_study.ts";

const data = fewDigits();
const settings: Partial<RunConfiguration> = {
  epochs: 60,
  patience: 2,
  learningRate: 1,
  initStd: 0.3,
  hidden: [8],
  batchSize: 50,
};
const runs = runsOf(studies.loss, { settings, varied: { loss: ["hinge", "softmax-cross-entropy"] } });

Deno.test("runs end when the images held out say so, and the test set has no part in that", () =>
  withFolder(async (folder) => {
    const { records, data: facts } = await runStudy(studies.loss, { runs, data, folder });
    assertEquals([facts.trainImages, facts.stoppingImages, facts.validationImages], [300, 50, undefined]);
    for (const { epochs, status } of records) {
      assertEquals(status, "finished");
      const losses = epochs.map(({ validationLoss }) => validationLoss!);
      assertEquals(losses.indexOf(Math.min(...losses)), epochs.length - 3);
      assert(epochs.length < 60);
    }
    const rows = (text: string) => parse(text, { skipFirstRow: true });
    const of = async (name: string) => rows(await Deno.readTextFile(`${folder}/${name}`));
    assertEquals(
      (await of("runs.csv")).map(({ epochs, epochs_trained }) => [epochs, epochs_trained]),
      records.map(({ epochs }) => ["60", String(epochs.length)]),
    );
    const [{ validation_loss, test_loss }] = await of("epochs.csv");
    assertEquals(
      [Number(validation_loss), Number(test_loss)],
      [records[0].epochs[0].validationLoss, records[0].epochs[0].heldOutLoss],
    );
    const others = { ...data, test: { ...data.test, labels: data.test.labels.toReversed() } };
    const again = await runStudy(studies.loss, { runs, data: others });
    assertEquals(
      again.records.map(({ epochs }) => epochs.length),
      records.map(({ epochs }) => epochs.length),
    );
    assert(again.records[0].epochs[0].heldOutLoss !== records[0].epochs[0].heldOutLoss);
  }));

Deno.test("an interrupted run with patience comes to the same bytes, and its tables can be drawn again", () =>
  withFolder(async (folder) => {
    const tables = async (name: string) => {
      const text = await Deno.readTextFile(`${folder}/${name}/epochs.csv`);
      return text.split("\n").map((line) => line.replace(/,[^,]*$/, ""));
    };
    await runStudy(studies.loss, { runs, data, folder: `${folder}/whole` });
    const interrupt = new AbortController();
    const reporter = {
      epoch: (_: unknown, { epoch }: { epoch: number }) => epoch === 2 && interrupt.abort(),
    };
    const first = await runStudy(studies.loss, {
      runs,
      data,
      folder: `${folder}/parts`,
      signal: interrupt.signal,
      reporter,
    });
    assertEquals(first.interrupted, true);
    await runStudy(studies.loss, { runs, data, folder: `${folder}/parts` });
    assertEquals(await tables("parts"), await tables("whole"));

    const before = await Deno.readTextFile(`${folder}/whole/runs.csv`);
    await redrawStudy(`${folder}/whole`, { studies, warn: () => {} });
    assertEquals(await Deno.readTextFile(`${folder}/whole/runs.csv`), before);
    const found = await readStudyFolder(`${folder}/whole`, { studies, warn: () => {} });
    assertEquals(found?.record.data.stoppingImages, 50);
    assertEquals(found?.record.records[0].epochs.at(-1)?.validationLoss !== undefined, true);
  }));
