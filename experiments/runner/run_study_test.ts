import { parse } from "@std/csv";
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { ConfigurationFile } from "../storage/read_configuration.ts";
import { fewDigits, namesIn, withFolder, withoutSeconds } from "../fixtures.ts";
import { ResumableRun } from "../training/resumable_run.ts";
import { INSPECTION_FILES, RESULT_FILES } from "./result_folder.ts";
import { runStudy } from "./run_study.ts";
import { studies } from "../studies/mod.ts";
import { runsOf } from "../study/study.ts";
import { decodeModel } from "../storage/model_file.ts";
import { OutputError } from "../storage/output_error.ts";
import type { RunRecord, TimedEpoch } from "../study/run_record.ts";

const data = fewDigits();
const settings = { hidden: [16], batchSize: 32, epochs: 2, learningRate: 0.05, initStd: 0.1 };
const runs = runsOf(studies.loss, { settings, varied: { loss: ["kl-div", "hinge"] } });

/** What shows times, or the date. */
const TIMED = ["machine.json", "time_accuracy.svg", "functions.svg", "conclusion.txt"];

async function read(folder: string): Promise<Record<string, unknown>> {
  const files: Record<string, unknown> = {};
  const inside = (await namesIn(`${folder}/inspection`)).map((name) => `inspection/${name}`);
  for (const name of [...await namesIn(folder), ...inside]) {
    if (["claims", "runs", "inspection"].includes(name)) continue;
    const text = await Deno.readTextFile(`${folder}/${name}`);
    if (TIMED.includes(name)) continue;
    files[name] = name.endsWith(".csv") ? withoutSeconds(text) : text;
  }
  return files;
}

Deno.test("a study leaves its files, the same ones each time", () =>
  withFolder(async (folder) => {
    for (const name of ["a", "b"]) {
      const result = await runStudy(studies.loss, { runs, data, folder: `${folder}/${name}`, logEvery: 4 });
      assertEquals(
        result.files,
        [...RESULT_FILES, ...INSPECTION_FILES].map((file) => `${folder}/${name}/${file}`),
      );
      assertEquals(result.records.map(({ status }) => status), ["finished", "finished"]);
      assert(!result.interrupted);
    }
    const files = await read(`${folder}/a`);
    assertEquals(
      await namesIn(`${folder}/a`),
      [...RESULT_FILES, "class_accuracy.svg", "claims", "inspection", "runs"].sort(),
    );
    assertEquals(await read(`${folder}/b`), files);
    const iterations = files["iterations.csv"] as string[][];
    assertEquals(iterations.slice(1).map(([run, epoch, iteration]) => `${run} ${epoch} ${iteration}`), [
      "kl-div 1 4",
      "kl-div 1 8",
      "kl-div 2 12",
      "kl-div 2 16",
      "kl-div 2 20",
      "hinge 1 4",
      "hinge 1 8",
      "hinge 2 12",
      "hinge 2 16",
      "hinge 2 20",
    ]);
  }));

Deno.test("config.json repeats the runs", () =>
  withFolder(async (folder) => {
    const { records } = await runStudy(studies.loss, { runs, data, folder, command: "deno task experiment" });
    const file: ConfigurationFile = JSON.parse(await Deno.readTextFile(`${folder}/config.json`));
    assertEquals([file.study.name, file.command, file.dataset?.name], [
      "loss",
      "deno task experiment",
      "synthetic",
    ]);
    assertEquals([file.dataset?.trainImages, file.dataset?.checksum, file.logEvery], [300, "0123", 100]);
    assertEquals(file.versions?.deno, Deno.version.deno);
    for (const [i, run] of file.runs.entries()) {
      const again = await new ResumableRun(run, data).continue();
      const clean = ({ epochs }: typeof again) => epochs.map((epoch) => ({ ...epoch, seconds: 0 }));
      assertEquals(clean(again), clean(records[i]));
    }
  }));

Deno.test("without a folder nothing is written", async () => {
  const { files, records } = await runStudy(studies.loss, { runs: runs.slice(0, 1), data });
  assertEquals([files, records.length], [[], 1]);
});

Deno.test("files of an earlier study stay until there is something new, then none is left", () =>
  withFolder(async (folder) => {
    for (const name of RESULT_FILES) await Deno.writeTextFile(`${folder}/${name}`, "old");
    await Deno.writeTextFile(`${folder}/notes.txt`, "mine");
    const interrupt = new AbortController();
    interrupt.abort();
    const nothing = await runStudy(studies.loss, { runs, data, folder, signal: interrupt.signal });
    assertEquals([nothing.files, nothing.records, nothing.interrupted], [[], [], true]);
    for (const name of RESULT_FILES) assertEquals(await Deno.readTextFile(`${folder}/${name}`), "old");
    await runStudy(studies.loss, { runs, data, folder });
    for (const name of RESULT_FILES) assert(await Deno.readTextFile(`${folder}/${name}`) !== "old");
    assertEquals(await Deno.readTextFile(`${folder}/notes.txt`), "mine");
  }));

Deno.test("an interrupt ends the run after the step and keeps what is complete", () =>
  withFolder(async (folder) => {
    const interrupt = new AbortController();
    const many = runsOf(studies.loss, {
      settings: { ...settings, epochs: 1000 },
      varied: { loss: ["kl-div", "hinge"] },
    });
    const { records, interrupted, files } = await runStudy(studies.loss, {
      runs: many,
      data,
      folder,
      signal: interrupt.signal,
      reporter: { epoch: (_, { epoch }) => void (epoch === 3 && interrupt.abort("SIGINT")) },
    });
    assertEquals([records.length, records[0].status, interrupted], [1, "interrupted", true]);
    assertEquals(records[0].epochs.length, 3);
    // Of a run that goes on there are histograms, and no more to be seen yet.
    assertEquals(files.length, RESULT_FILES.length + 2);
    const found = await read(folder);
    assertEquals((found["epochs.csv"] as string[][]).length, 4);
    assertEquals((found["runs.csv"] as string[][]).length, 1);
  }));

Deno.test("rows of epochs are on the disk after each epoch, and come in order in the end", () =>
  withFolder(async (folder) => {
    const settings = { epochs: 30, hidden: [4], batchSize: 60 };
    const runs = runsOf(studies.loss, { settings, varied: { loss: ["hinge", "focal"] } });
    const path = `${folder}/epochs.csv`, rows = () => withoutSeconds(Deno.readTextFileSync(path)).slice(1);
    for (const jobs of [1, 2]) {
      let late = 0;
      // It is told before it is written. Side by side another run may be writing all of the tables just then.
      const epoch = ({ run }: RunRecord, { epoch }: TimedEpoch) => {
        if (epoch === 1 || jobs > 1) return;
        const found = rows().filter(([name]) => name === run.name).map(([, epoch]) => Number(epoch));
        assertEquals(found, Array.from(found, (_, i) => i + 1));
        if (found.length < epoch - 1) late++;
      };
      await runStudy(studies.loss, { runs, data, folder, jobs, fresh: true, reporter: { epoch } });
      assertEquals(late, 0);
      const names = runs.flatMap(({ name }) => Array(30).fill(name));
      assertEquals(
        rows().map(([name, epoch]) => [name, Number(epoch)]),
        names.map((name, i) => [name, i % 30 + 1]),
      );
    }
  }));

Deno.test("what was written of runs that wait for their turn stays in the tables while others go on", () =>
  withFolder(async (folder) => {
    const settings = { epochs: 200, hidden: [4], batchSize: 60 };
    const runs = runsOf(studies.loss, { settings, varied: { loss: ["hinge", "focal"] } });
    /** The epochs in the table when the study was interrupted, after one more epoch of so many runs. */
    const epochsAfter = async (jobs: number, wanted: number) => {
      const interrupt = new AbortController(), begun = new Set<string>();
      const epoch = ({ run }: RunRecord) => {
        if (begun.add(run.name).size === wanted) interrupt.abort("SIGINT");
      };
      await runStudy(studies.loss, {
        runs,
        data,
        folder,
        jobs,
        signal: interrupt.signal,
        reporter: { epoch },
      });
      const rows = withoutSeconds(await Deno.readTextFile(`${folder}/epochs.csv`)).slice(1);
      return new Map(Map.groupBy(rows, ([run]) => run).entries().map(([run, rows]) => [run, rows.length]));
    };
    const both = await epochsAfter(2, 2), later = await epochsAfter(1, 1);
    assertEquals([...later.keys()].sort(), ["focal", "hinge"]);
    for (const [run, epochs] of both) {
      assert(later.get(run)! >= epochs, `${run}: ${later.get(run)} of ${epochs}`);
    }
  }));

Deno.test("an interrupt that comes by a timer is noticed while a run goes on", async () => {
  const interrupt = new AbortController();
  const run = { name: "x", configuration: { ...runs[0].configuration, epochs: 1_000_000 } };
  const timer = setTimeout(() => interrupt.abort("SIGINT"), 150);
  const started = performance.now();
  const { status } = await new ResumableRun(run, data, { signal: interrupt.signal, logEvery: 0 }).continue();
  clearTimeout(timer);
  assertEquals(status, "interrupted");
  assert(performance.now() - started < 5000);
});

Deno.test("a run that diverges does not touch the others", () =>
  withFolder(async (folder) => {
    const [first, second] = runs;
    const bad = { ...first, configuration: { ...first.configuration, learningRate: 1e30 } };
    const { records } = await runStudy(studies.loss, { runs: [bad, second], data, folder });
    assertEquals(records.map(({ status }) => status), ["diverged", "finished"]);
    assertEquals(records[0].divergedAt?.epoch, 1);
    const rows = parse(await Deno.readTextFile(`${folder}/runs.csv`), { skipFirstRow: true });
    assertEquals(rows.map(({ run, status }) => `${run} ${status}`), ["kl-div diverged", "hinge finished"]);
    const alone = await new ResumableRun(second, data).continue();
    assertEquals(alone.epochs.at(-1)?.heldOutLoss, records[1].epochs.at(-1)?.heldOutLoss);
  }));

Deno.test("a folder that can't be written to is refused before training begins", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    let begun = false;
    const reporter = { studyBegins: () => void (begun = true) };
    await assertRejects(
      () => runStudy(studies.loss, { runs, data, folder: `${folder}/file/loss`, reporter }),
      OutputError,
      "Cannot write to the folder",
    );
    assert(!begun);
  }));

Deno.test("when writing fails half-way the error names the file", () =>
  withFolder(async (folder) => {
    const reporter = {
      studyBegins: () => Deno.mkdirSync(`${folder}/epochs.csv/in-the-way`, { recursive: true }),
    };
    await assertRejects(
      () => runStudy(studies.loss, { runs, data, folder, reporter }),
      OutputError,
      "epochs.csv",
    );
  }));

Deno.test("more epochs than before go on where the run ended, to the same files as all at once", () =>
  withFolder(async (folder) => {
    const withEpochs = (epochs: number) =>
      runsOf(studies.loss, { settings: { ...settings, epochs }, varied: { loss: ["kl-div", "hinge"] } });
    const run = async (out: string, epochs: number, more = {}) => {
      const trained: number[] = [];
      const reporter = { epoch: (_: unknown, { epoch }: { epoch: number }) => void trained.push(epoch) };
      const options = { runs: withEpochs(epochs), data, folder: `${folder}/${out}`, logEvery: 4, reporter };
      await runStudy(studies.loss, { ...options, ...more });
      return trained;
    };
    assertEquals(await run("grown", 2), [1, 2, 1, 2]);
    assertEquals(await run("grown", 3), [3, 3]);
    assertEquals(await run("grown", 5, { saveModels: true }), [4, 5, 4, 5]);
    assertEquals(await run("whole", 5, { saveModels: true }), [1, 2, 3, 4, 5, 1, 2, 3, 4, 5]);
    const models = async (out: string) => {
      const path = `${folder}/${out}/models`;
      return [
        await Deno.readFile(`${path}/hinge.safetensors`),
        await Deno.readFile(`${path}/kl-div.safetensors`),
      ];
    };
    assertEquals(await models("grown"), await models("whole"));
    const files = async (out: string) => {
      await Deno.remove(`${folder}/${out}/models`, { recursive: true });
      return await read(`${folder}/${out}`);
    };
    assertEquals(await files("grown"), await files("whole"));
    assertEquals(await run("grown", 6, { fresh: true }), [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]);
  }));

Deno.test("networks lie with their runs: a name that means another run shows its network, and nothing stale stays", () =>
  withFolder(async (folder) => {
    const run = async (rates: number[], more = {}) => {
      let epochs = 0;
      const runs = runsOf(studies.grid, {
        settings: { ...settings, epochs: 1 },
        varied: {
          hidden: [[4]],
          activation: [["tanh"]],
          loss: ["hinge"],
          learningRate: rates,
          momentum: [0.9],
          weightDecay: [0],
          batchSize: [32],
        },
      });
      const options = { runs, data, folder, saveModels: true, reporter: { epoch: () => void epochs++ } };
      const { files } = await runStudy(studies.grid, { ...options, ...more });
      const shown = files.filter((file) => file.endsWith(".safetensors")).map((file) =>
        file.split("/").at(-1)
      );
      return { epochs, shown };
    };
    const rateOf = async (name: string) =>
      decodeModel(await Deno.readFile(`${folder}/models/${name}.safetensors`), name).configuration
        .learningRate;
    const best = "best.safetensors";
    assertEquals((await run([0.01, 0.05])).shown, ["t001.safetensors", "t002.safetensors", best]);
    assertEquals(await rateOf("t001"), 0.01);
    const grown = await run([0.001, 0.01, 0.05]);
    assertEquals(grown.epochs, 1);
    assertEquals(grown.shown, ["t001.safetensors", "t002.safetensors", "t003.safetensors", best]);
    assertEquals([await rateOf("t001"), await rateOf("t002"), await rateOf("t003")], [0.001, 0.01, 0.05]);
    assertEquals((await run([0.05, 0.01], { saveModels: false })).shown, [
      "t001.safetensors",
      "t002.safetensors",
      best,
    ]);
    assertEquals(await namesIn(`${folder}/models`), [best, "t001.safetensors", "t002.safetensors"]);
  }));

Deno.test("a network that was not kept is made of where its run ended, without training", () =>
  withFolder(async (folder) => {
    let epochs = 0;
    const options = { runs, data, folder, reporter: { epoch: () => void epochs++ } };
    await runStudy(studies.loss, options);
    const { files } = await runStudy(studies.loss, { ...options, saveModels: true });
    assertEquals(epochs, 4);
    const [model] = files.filter((file) => file.endsWith("hinge.safetensors"));
    assertEquals(decodeModel(await Deno.readFile(model), model).run, "hinge");
  }));

Deno.test("where a run ended is damaged: it is named, and the run starts again, for more epochs or for its network", () =>
  withFolder(async (folder) => {
    const run = async (epochs: number, more = {}) => {
      const trained: number[] = [], warnings: string[] = [];
      const reporter = {
        epoch: (_: unknown, { epoch }: { epoch: number }) => void trained.push(epoch),
        warn: (message: string) => void warnings.push(message),
      };
      const runs = runsOf(studies.train, { settings: { ...settings, epochs } });
      const { records } = await runStudy(studies.train, { runs, data, folder, reporter, ...more });
      assertEquals(records.map(({ status }) => status), ["finished"]);
      return { trained, warnings };
    };
    const damage = async () => {
      for (const id of await namesIn(`${folder}/runs`)) {
        const path = `${folder}/runs/${id}/end.safetensors`, bytes = await Deno.readFile(path);
        await Deno.writeFile(path, bytes.map((byte, i) => i === 5000 ? byte ^ 1 : byte));
      }
    };
    assertEquals(await run(2), { trained: [1, 2], warnings: [] });
    await damage();
    const longer = await run(3);
    assertEquals(longer.trained, [1, 2, 3]);
    assertEquals(longer.warnings.length, 1);
    assert(longer.warnings[0].includes("end.safetensors is damaged"), longer.warnings[0]);
    await damage();
    const kept = await run(3, { saveModels: true });
    assertEquals(kept.trained, [1, 2, 3]);
    assert(kept.warnings[0].includes("end.safetensors is damaged"), `${kept.warnings}`);
    assertEquals(await namesIn(`${folder}/models`), ["train.safetensors"]);
  }));
