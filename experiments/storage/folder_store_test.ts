import { assert, assertEquals, assertMatch, assertNotEquals, assertRejects } from "@std/assert";
import { saveCheckpoint } from "@chainrule/core";
import { DEFAULTS } from "../study/configuration.ts";
import { sha256 } from "../study/sha256.ts";
import { prepare } from "../training/train.ts";
import { fewDigits, namesIn, pausedWithSteps, withFolder } from "../fixtures.ts";
import { ResumableRun } from "../training/resumable_run.ts";
import { fromPlain, toPlain } from "../study/json.ts";
import { openSealedJson, sealedJson } from "./sealed_json.ts";
import { identify } from "./run_identity.ts";
import type { RunStore, StoredRun } from "./run_store.ts";
import { FolderStore } from "./folder_store.ts";
import { OutputError } from "./output_error.ts";
import { MemoryStore } from "./memory_store.ts";

const data = fewDigits();
const configuration = { ...DEFAULTS, hidden: [4], batchSize: 64, epochs: 3, dataset: "synthetic" as const };
const about = { logEvery: 2, watch: true, code: "1" };
const run = await identify({ name: "a", configuration }, data, about);

async function standingAfter(epochs: number): Promise<Required<StoredRun>> {
  const performance = new ResumableRun(run, data, { logEvery: 2, watch: true });
  const record = await performance.continue(epochs);
  return { record, checkpoint: await performance.checkpoint() };
}

Deno.test("a run is known by everything that decides it, and not by its name", async () => {
  const id = async (changes: object, images = data, more = {}) =>
    (await identify({ name: "b", configuration: { ...configuration, ...changes } }, images, {
      ...about,
      ...more,
    })).id;
  assertMatch(run.id, /^[0-9a-f]{16}$/);
  assertEquals(await id({}), run.id);
  const others = await Promise.all([
    id({ seed: 2 }),
    id({ epochs: 4 }),
    id({ learningRate: 0.002 }),
    id({ hidden: [5] }),
    id({ clipNorm: 1 }),
    id({}, { ...data, checksum: "1" }),
    id({}, { ...data, train: data.test }),
    id({}, data, { logEvery: 3 }),
    id({}, data, { watch: false }),
    id({}, data, { code: "2" }),
  ]);
  assertEquals(new Set([run.id, ...others]).size, others.length + 1);
});

const stores: [string, (folder: string) => RunStore][] = [
  ["a folder", (folder) => new FolderStore(folder)],
  ["memory", () => new MemoryStore()],
];
for (const [name, open] of stores) {
  Deno.test(`${name} keeps checkpoints, then the record, until it is to forget them`, () =>
    withFolder(async (folder) => {
      const store = open(`${folder}/runs`);
      assertEquals(await store.read(run), undefined);
      const [first, second] = [await standingAfter(1), await standingAfter(2)];
      await store.saveCheckpoint(run, first);
      await store.saveCheckpoint(run, second);
      const found = (await store.read(run))!;
      assertEquals(found.checkpoint, second.checkpoint);
      assertEquals(found.record.epochs, second.record.epochs);
      // A trial that is stopped here leaves its record from this, and nothing else that a checkpoint says.
      assertEquals({ ...found.record, origins: [] }, { ...second.record, origins: [] });
      assertEquals(Object.keys(found.record), Object.keys(second.record));
      const { record } = await standingAfter(3);
      assertEquals(record.status, "finished");
      await store.saveRecord(run, record);
      assertEquals(await store.read(run), { record });
      await store.remove(run);
      assertEquals(await store.read(run), undefined);
    }));
}

Deno.test("the folder of a run says what it is and holds nothing that is not needed", () =>
  withFolder(async (folder) => {
    const store = new FolderStore(`${folder}/runs`);
    const inside = `${folder}/runs/${run.id}`;
    await Deno.mkdir(inside, { recursive: true });
    await Deno.writeTextFile(`${inside}/record.json.01234567.part`, "half");
    await store.saveCheckpoint(run, await standingAfter(1));
    assertEquals(await namesIn(inside), ["checkpoint.safetensors", "run.json", "steps.f64"]);
    await store.saveCheckpoint(run, await standingAfter(2));
    assertEquals(await namesIn(inside), [
      "checkpoint-before.safetensors",
      "checkpoint.safetensors",
      "run.json",
      "steps.f64",
    ]);
    await store.saveRecord(run, (await standingAfter(3)).record);
    assertEquals(await namesIn(inside), ["record.json", "run.json", "steps.f64"]);
    assertEquals(JSON.parse(await Deno.readTextFile(`${inside}/run.json`)).configuration.hidden, [4]);
  }));

Deno.test("what lies beside the folders of runs is nobody's, and where a run ended is not read through a link", () =>
  withFolder(async (folder) => {
    const runs = `${folder}/runs`,
      [first, longer] = [
        run,
        await identify(
          {
            name: "a",
            configuration: { ...configuration, epochs: 5 },
          },
          data,
          about,
        ),
      ];
    const { record, checkpoint } = await standingAfter(3), store = new FolderStore(runs);
    await store.saveRecord(first, record, { checkpoint });
    await Deno.writeTextFile(`${runs}/.DS_Store`, "");
    await Deno.mkdir(`${runs}/notes`);
    const found = await new FolderStore(runs).read(longer);
    assertEquals([found?.record.epochs.length, found?.checkpoint], [3, checkpoint]);
    await Deno.rename(`${runs}/${first.id}`, `${folder}/elsewhere`);
    await Deno.symlink(`${folder}/elsewhere`, `${runs}/${first.id}`);
    await assertRejects(() => new FolderStore(runs).read(longer), OutputError, "it is a symbolic link");
  }));

Deno.test("a run with 300,000 logged steps goes on, and its record is read", () =>
  withFolder(async (folder) => {
    const paused = await pausedWithSteps(run, data, 300_000), store = new FolderStore(folder);
    await store.saveCheckpoint(run, paused);
    const found = (await new FolderStore(folder).read(run))!;
    assertEquals([found.record.steps.length, found.record.steps.at(299_999)?.loss], [300_000, 1 / 300_000]);
    assertEquals(found.checkpoint, paused.checkpoint);
    await store.saveRecord(run, { ...paused.record, status: "stopped" });
    assertEquals([...(await new FolderStore(folder).read(run))!.record.steps].length, 300_000);
  }));

Deno.test("steps are added to those on the disk; what a checkpoint tells of is there whatever comes after it", () =>
  withFolder(async (folder) => {
    const [first, second] = [await standingAfter(1), await standingAfter(2)];
    const store = new FolderStore(folder), path = `${folder}/${run.id}/steps.f64`;
    await store.saveCheckpoint(run, first);
    const begun = await Deno.readFile(path);
    await store.saveCheckpoint(run, second);
    const whole = await Deno.readFile(path);
    assertEquals(whole.length, 40 * second.record.steps.length);
    assertEquals(whole.subarray(0, begun.length), begun);
    // A program that was killed wrote on; then the checkpoint before is used, and the same steps come again.
    await Deno.writeFile(path, crypto.getRandomValues(new Uint8Array(77)), { append: true });
    await Deno.truncate(`${folder}/${run.id}/checkpoint.safetensors`, 100);
    const later = new FolderStore(folder);
    assertEquals((await later.read(run))?.record.steps, first.record.steps);
    await later.saveCheckpoint(run, second);
    assertEquals((await new FolderStore(folder).read(run))?.record.steps, second.record.steps);
    // Whoever removes the file takes nothing away that is known.
    await Deno.remove(path);
    await later.saveCheckpoint(run, second);
    const { record } = await standingAfter(3);
    await later.saveRecord(run, record);
    assertEquals((await new FolderStore(folder).read(run))?.record, record);
  }));

Deno.test("steps that are not those of the checkpoint or record are noticed and named", () =>
  withFolder(async (folder) => {
    const path = `${folder}/${run.id}/steps.f64`, store = new FolderStore(folder);
    await store.saveCheckpoint(run, await standingAfter(1));
    const checkpointed = await Deno.readFile(path);
    for (const ended of [false, true]) {
      if (ended) await store.saveRecord(run, (await standingAfter(3)).record);
      const intact = ended ? await Deno.readFile(path) : checkpointed;
      for (
        const damaged of [
          intact.slice(0, -1),
          intact.map((byte, i) => i === 9 ? byte ^ 1 : byte),
          undefined,
        ]
      ) {
        await Deno.remove(path);
        if (damaged) await Deno.writeFile(path, damaged);
        else await Deno.symlink("/dev/zero", path);
        const warnings: string[] = [];
        const read = new FolderStore(folder, (message) => void warnings.push(message)).read(run);
        if (damaged) assertEquals([await read, warnings.length], [undefined, 1]);
        else await assertRejects(() => read, OutputError, "it is a symbolic link");
      }
      await Deno.remove(path);
      await Deno.writeFile(path, intact);
      assert(await store.read(run));
    }
  }));

Deno.test("records and checkpoints of earlier versions, with all steps in them, are read", () =>
  withFolder(async (folder) => {
    const { record } = await standingAfter(3), { run: _, ...stored } = record;
    await Deno.mkdir(`${folder}/${run.id}`);
    const text = await sealedJson({ id: run.id, ...stored, steps: [...record.steps] });
    await Deno.writeTextFile(`${folder}/${run.id}/record.json`, text);
    assertEquals((await new FolderStore(folder).read(run))?.record, record);
  }));

Deno.test("a run that patience has ended is finished with fewer epochs than it has", () =>
  withFolder(async (folder) => {
    const patient = await identify(
      { name: "a", configuration: { ...configuration, patience: 1 } },
      data,
      about,
    );
    const { record } = await standingAfter(3), store = new FolderStore(folder);
    const ended = { ...record, run: patient, epochs: record.epochs.slice(0, 2) };
    await store.saveRecord(patient, ended);
    assertEquals((await store.read(patient))?.record, ended);
  }));

Deno.test("a damaged checkpoint is named, and the one before it is used and kept", () =>
  withFolder(async (folder) => {
    const warnings: string[] = [];
    const store = new FolderStore(folder, (message) => void warnings.push(message));
    const [first, second] = [await standingAfter(1), await standingAfter(2)];
    await store.saveCheckpoint(run, first);
    await store.saveCheckpoint(run, second);
    const path = `${folder}/${run.id}/checkpoint.safetensors`;
    await Deno.truncate(path, 100);
    assertEquals((await store.read(run))?.checkpoint, first.checkpoint);
    assertEquals(warnings.length, 1);
    assert(warnings[0].startsWith(`${path} is damaged`), warnings[0]);
    await store.saveCheckpoint(run, second); // the intact one before it must stay where it is
    await Deno.truncate(path, 100);
    assertEquals((await new FolderStore(folder).read(run))?.checkpoint, first.checkpoint);
  }));

Deno.test("the files of another run are not used", () =>
  withFolder(async (folder) => {
    const other = await identify({ name: "a", configuration: { ...configuration, seed: 2 } }, data, about);
    const warnings: string[] = [];
    const store = new FolderStore(folder, (message) => void warnings.push(message));
    await store.saveRecord(run, (await standingAfter(3)).record);
    await Deno.rename(`${folder}/${run.id}`, `${folder}/${other.id}`);
    assertEquals(await store.read(other), undefined);
    assertMatch(warnings[0], /record\.json is damaged or of another run/);
  }));

Deno.test("JSON keeps numbers that are not finite, and a seal notices each change", async () => {
  const value = { a: [1, NaN, -Infinity, Infinity, 0.1], b: { c: "text", d: null } };
  assertEquals(fromPlain(toPlain(value)), value);
  const bytes = new TextEncoder().encode(await sealedJson(value));
  assertEquals(await openSealedJson(bytes), value);
  for (let i = 0; i < bytes.length; i++) {
    for (const flip of [1, 0x80]) {
      const damaged = bytes.slice();
      damaged[i] ^= flip;
      assertEquals(await openSealedJson(damaged), undefined, `byte ${i}`);
    }
    assertNotEquals(await openSealedJson(bytes.subarray(0, i)), value);
  }
});

Deno.test("a record or checkpoint that is sealed, but is none of a run, is damaged", () =>
  withFolder(async (folder) => {
    const { record: { run: _, ...ended } } = await standingAfter(3);
    const record = { ...ended, steps: [...ended.steps] };
    const [epoch] = record.epochs,
      cases: object[] = [
        { parameters: "=cmd" },
        { parameters: undefined },
        { epochs: undefined },
        { epochs: [null] },
        { epochs: [epoch] }, // it says that it is finished
        { epochs: [...record.epochs, { ...epoch, epoch: 4 }] },
        { epochs: record.epochs.toReversed() },
        { epochs: record.epochs.map((epoch) => ({ ...epoch, trainAccuracy: 1.5 })) },
        { epochs: record.epochs.map((epoch) => ({ ...epoch, heldOutLoss: "0.5" })) },
        { steps: {} },
        { steps: record.steps.toReversed() },
        { steps: [record.steps[0], record.steps[0]] },
        { watched: [{}] },
        { status: "constructor" },
        { status: "running" },
        { divergedAt: { layer: "=cmd\u2028", what: "", epoch: 1, iteration: 1 } },
        { divergedAt: { layer: "", what: "loss", epoch: 1, iteration: 1 } },
        { divergedAt: { layer: "loss", what: "a".repeat(101), epoch: 1, iteration: 1 } },
        { id: "another" },
      ];
    const path = `${folder}/${run.id}/record.json`;
    await Deno.mkdir(`${folder}/${run.id}`);
    await Deno.writeTextFile(path, await sealedJson({ id: run.id, ...record }));
    assertEquals(await new FolderStore(folder).read(run), { record: { run, ...ended } });
    for (const change of cases) {
      await Deno.writeTextFile(path, await sealedJson({ id: run.id, ...record, ...change }));
      const warnings: string[] = [];
      const found = await new FolderStore(folder, (message) => void warnings.push(message)).read(run);
      assertEquals([found, warnings.length], [undefined, 1], JSON.stringify(change));
    }
    const deep = "[".repeat(1e5) + "]".repeat(1e5), text = `{"id":"${run.id}","epochs":${deep}}`;
    await Deno.writeTextFile(path, `{"sha256":"${await sha256(text)}",\n"value":${text}}\n`);
    assertEquals(await new FolderStore(folder).read(run), undefined);
    await Deno.remove(path);
    const { model, optimizer, random } = prepare(configuration, data, { watch: true });
    for (const change of [{ epochs: [null] }, { steps: 1 }, { current: [] }, { parameters: "1" }]) {
      const state = { id: run.id, parameters: 1, epochs: [], steps: [], watched: [], ...change };
      const bytes = await saveCheckpoint({ model, optimizer, random }, state);
      await Deno.writeFile(`${folder}/${run.id}/checkpoint.safetensors`, bytes);
      assertEquals(await new FolderStore(folder).read(run), undefined, JSON.stringify(change));
    }
  }));
