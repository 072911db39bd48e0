import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { fewDigits, pausedWithSteps } from "../../fixtures.ts";
import { identify } from "../../storage/run_identity.ts";
import { studies } from "../../studies/mod.ts";
import { runsOf } from "../../study/study.ts";
import { inWorkers } from "./pool.ts";
import { inThisThread, type Task, type Trainer } from "./trainer.ts";
import type { RunRecord } from "../../study/run_record.ts";

const data = fewDigits();
const options = {
  data,
  logEvery: 3,
  watch: true,
  inspect: true,
  checkpointEvery: 0,
  saveModels: false,
  threads: 1,
  native: false,
};
const settings = { hidden: [12], batchSize: 32, epochs: 4, learningRate: 0.05, initStd: 0.1 };
const wanted = runsOf(studies.loss, { settings, varied: { loss: ["kl-div", "hinge", "focal"] } });
const runs = await Promise.all(
  wanted.map((run) => identify(run, data, { logEvery: 3, watch: true, code: "x" })),
);

const clean = (record: RunRecord) => ({
  ...record,
  epochs: record.epochs.map((epoch) => ({ ...epoch, seconds: 0 })),
});

async function withTrainers(body: (trainer: Trainer) => Promise<void>): Promise<void> {
  for (const trainer of [inThisThread(options), await inWorkers(2, options)]) {
    try {
      await body(trainer);
    } finally {
      await trainer.close();
    }
  }
}

Deno.test("workers leave the same records and checkpoints as this thread, told step by step", async () => {
  const told: unknown[] = [];
  await withTrainers(async (trainer) => {
    const log: unknown[] = [];
    const task = (run: Task["run"]): Task => ({
      run,
      heldOut: false,
      until: 4,
      onEpoch: (record, { epoch }) =>
        void log.push([record.run.name, epoch, record.epochs.length, record.steps.length]),
      onCheckpoint: ({ record }) => void log.push([record.run.name, "checkpoint", record.epochs.length]),
    });
    const records: RunRecord[] = [];
    for (const run of runs) records.push((await trainer.train(task(run))).record);
    // In the same order, too: what is in its file is the same, byte for byte.
    told.push({ log, records: records.map(clean), orders: records.map(Object.keys) });
  });
  assertEquals(told[1], told[0]);
});

Deno.test("a run goes on from a checkpoint in another trainer", async () => {
  const [run] = runs;
  const whole = inThisThread(options), { record } = await whole.train({ run, heldOut: true, until: 4 });
  await withTrainers(async (trainer) => {
    const half = await trainer.train({ run, heldOut: true, until: 2 });
    assertEquals([half.record.status, half.record.epochs.length], ["running", 2]);
    await withTrainers(async (other) => {
      const rest = await other.train({
        run,
        heldOut: true,
        until: 4,
        checkpoint: half.checkpoint!.slice(),
        steps: half.record.steps,
      });
      assertEquals(clean(rest.record), clean(record));
      assertEquals(rest.checkpoint, undefined);
    });
  });
});

Deno.test("what fails in a run is in its record, and the next run is trained", () =>
  withTrainers(async (trainer) => {
    const huge = { ...runs[0], configuration: { ...runs[0].configuration, hidden: [100_000, 100_000] } };
    const { record } = await trainer.train({ run: huge, heldOut: false, until: 4 });
    assertEquals(record.status, "failed");
    assertMatch(record.error!, /^Cannot reserve /);
    assertEquals((await trainer.train({ run: runs[1], heldOut: false, until: 4 })).record.status, "finished");
  }));

Deno.test("a watcher that fails ends the run, and its error comes out", () =>
  withTrainers(async (trainer) => {
    const long = { ...runs[0], configuration: { ...runs[0].configuration, epochs: 10_000 } };
    const task = {
      run: long,
      heldOut: false,
      until: 10_000,
      onEpoch: () => Promise.reject(new RangeError("no")),
    };
    await assertRejects(() => trainer.train(task), RangeError, "no");
    assertEquals((await trainer.train({ run: runs[1], heldOut: false, until: 4 })).record.status, "finished");
  }));

Deno.test("an interrupt brings a checkpoint, from which the run comes to the same end", () =>
  withTrainers(async (trainer) => {
    const run = { ...runs[0], configuration: { ...runs[0].configuration, epochs: 300 } };
    const interrupt = new AbortController();
    const { record, checkpoint } = await trainer.train({
      run,
      heldOut: false,
      until: 300,
      signal: interrupt.signal,
      onEpoch: (_, { epoch }) => void (epoch === 2 && interrupt.abort()),
    });
    assertEquals(record.status, "interrupted");
    assert(checkpoint && record.epochs.length >= 2 && record.epochs.length < 300);
    const { steps } = record;
    const rest = await trainer.train({ run, heldOut: false, until: 300, checkpoint, steps });
    const whole = await inThisThread(options).train({ run, heldOut: false, until: 300 });
    assertEquals(clean(rest.record), clean(whole.record));
  }));

Deno.test("a run goes on in a worker after 150,000 logged steps", async () => {
  const [{ configuration }] = runs;
  const run = { ...runs[0], configuration: { ...configuration, hidden: [], epochs: 2 } };
  const { checkpoint, record: { steps } } = await pausedWithSteps(run, data, 150_000);
  const trainer = await inWorkers(1, options);
  const { record } = await trainer.train({ run, heldOut: false, until: 2, checkpoint, steps });
  await trainer.close();
  assertEquals([record.status, record.error, record.epochs.length], ["finished", undefined, 2]);
  assertEquals(record.steps.at(149_999)?.iteration, 150_000);
});

Deno.test("all workers are busy", async () => {
  const trainer = await inWorkers(1, options);
  const first = trainer.train({ run: runs[0], heldOut: false, until: 4 });
  await assertRejects(
    () => trainer.train({ run: runs[1], heldOut: false, until: 4 }),
    Error,
    "all 1 workers are busy",
  );
  await first;
  await trainer.close();
});

Deno.test({
  name: "a worker switches to native kernels by itself, and where it can't, none is started",
  permissions: { read: "inherit", ffi: false },
  fn: () =>
    assertRejects(
      () => inWorkers(1, { ...options, native: true }),
      Error,
      "Cannot use native kernels: permission is missing",
    ).then(() => {}),
});
