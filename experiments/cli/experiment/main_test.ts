import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parse } from "@std/csv";
import { load } from "@chainrule/layers";
import { DEFAULTS } from "../../study/configuration.ts";
import { openDataset } from "../../training/dataset.ts";
import { evaluate } from "../../training/evaluate.ts";
import { prepare } from "../../training/train.ts";
import { namesIn, recordingIo, withFolder, withoutSeconds } from "../../fixtures.ts";
import { main } from "../../main.ts";
import { writeSmallImages } from "../../system/small_images.ts";
import { RESULT_FILES } from "../../runner/result_folder.ts";

/** Few images of 12 × 12 pixels. */
const images = await Deno.makeTempDir();
await writeSmallImages(images);
Deno.test.afterAll(() => Deno.remove(images, { recursive: true }));

const small = ["--data-dir", images, "--hidden", "8", "--batch-size", "20"];

/** One epoch of them. */
const quick = [...small, "--epochs", "1"];

Deno.test("--help goes to the output, fits 80 columns and names every option", async () => {
  const io = recordingIo();
  assertEquals(await main(["--help"], io), 0);
  assertEquals(io.errorText, "");
  assert(io.outText.split("\n").every((line) => line.length <= 80));
  const options =
    ("epochs batch-size learning-rate weight-decay momentum optimizer hidden activation loss margin alpha gamma init-std " +
      "scale seed dataset data-dir out preset log-every quiet help seeds init clip-norm exponential softmax grid rungs " +
      "keep halving threads blas jobs checkpoint-every fresh save-models shard shards plan status merge redraw allow-gaps")
      .split(" ");
  for (const option of options) assertMatch(io.outText, new RegExp(`^  --${option}\\b`, "m"));
});

Deno.test("a wrong command line gets one line, code 2, and nothing is written", () =>
  withFolder(async (folder) => {
    for (
      const args of [["--epoch", "1"], ["los"], ["--epochs", "0"], [
        "--hidden",
        "1,2",
        "--activation",
        "tanh,tanh,tanh",
      ]]
    ) {
      const io = recordingIo();
      assertEquals(await main([...args, "--out", `${folder}/results`], io), 2);
      assertEquals(io.outText, "");
      assertMatch(io.errorText, /^[^\n]+\n$/);
    }
    assertEquals(await namesIn(folder), []);
  }));

Deno.test("the same bytes for any number of threads", () =>
  withFolder(async (folder) => {
    const written: string[] = [];
    for (const threads of ["1", "2", "3"]) {
      const io = recordingIo(), out = `${folder}/${threads}`;
      const wide = ["--data-dir", images, "--epochs", "2", "--hidden", "400", "--batch-size", "90"];
      assertEquals(await main(["train", ...wide, "--threads", threads, "--out", out], io), 0);
      const epochs = parse(await Deno.readTextFile(`${out}/train/epochs.csv`), { skipFirstRow: true });
      written.push(JSON.stringify(epochs.map(({ seconds: _, ...others }) => others)));
    }
    assertEquals(new Set(written).size, 1);
  }));

Deno.test("a BLAS library that may not be used gets one line and code 1", () =>
  withFolder(async (folder) => {
    const io = recordingIo();
    assertEquals(await main([...quick, "--blas", "/nowhere/libblas.so", "--out", folder], io), 1);
    assertMatch(io.errorText, /^Cannot use a BLAS library: [^\n]+--allow-ffi=PATH[^\n]+\n$/);
    assertEquals(await namesIn(folder), []);
  }));

Deno.test("the study loss from the command line to its files", () =>
  withFolder(async (folder) => {
    const io = recordingIo();
    const args = [...quick, "--log-every", "5", "--out", `${folder}/my results`];
    assertEquals(await main(args, io), 0);
    assertStringIncludes(io.errorText, "Network   144-8-10 tanh, 1,250 parameters");
    assertStringIncludes(io.errorText, "focal  epoch 1/1");
    assertMatch(io.outText, /^hinge +0\.\d{4} /m);
    assert(!io.outText.includes("report"), "the report has no figures for this network");
    const into = `${folder}/my results/loss`;
    assertEquals(await namesIn(into), [...RESULT_FILES, "claims", "runs"].sort());
    assertEquals(await namesIn(`${into}/claims`), []);
    for (const name of RESULT_FILES) assertStringIncludes(io.outText, `${into}/${name}`);
    const rows = parse(await Deno.readTextFile(`${into}/runs.csv`), { skipFirstRow: true });
    assertEquals(rows.map(({ loss, dataset, status }) => `${loss} ${dataset} ${status}`), [
      "kl-div mnist finished",
      "softmax-cross-entropy mnist finished",
      "hinge mnist finished",
      "focal mnist finished",
    ]);
    const { command } = JSON.parse(await Deno.readTextFile(`${into}/config.json`));
    assertEquals(command, `deno task experiment ${[...quick, "--log-every", "5"].join(" ")}`);
  }));

Deno.test("--quiet leaves the results only, beside the report's where it has some", () =>
  withFolder(async (folder) => {
    const io = recordingIo();
    const args = [
      "train",
      "--dataset",
      "synthetic",
      "--epochs",
      "1",
      "--loss",
      "hinge",
      "--quiet",
      "--out",
      folder,
    ];
    assertEquals(await main(args, io), 0);
    assertEquals(io.errorText, "");
    assertMatch(io.outText, /^train +0\.\d{4} .* 0\.9881 +0\.2411 +165\.79$/m);
    assertStringIncludes(io.outText, "Different here, so not comparable: dataset synthetic, 1 epoch.");
  }));

Deno.test("a table that is wider than the screen is split", () =>
  withFolder(async (folder) => {
    const io = recordingIo({ outColumns: () => 80 });
    const args = ["--data-dir", images, "--epochs", "1", "--loss", "softmax-cross-entropy,hinge", "--quiet"];
    assertEquals(await main([...args, "--out", folder], io), 0);
    const shown = io.outText.split("\nWritten:")[0];
    assert(shown.split("\n").every((line) => line.length <= 80), shown);
    assertEquals(shown.match(/^hinge {2}/gm)?.length, 2);
  }));

Deno.test("divergence is a result", () =>
  withFolder(async (folder) => {
    const io = recordingIo();
    const args = ["train", ...quick, "--activation", "selu", "--learning-rate", "1e30", "--out", folder];
    assertEquals(await main(args, io), 0);
    assertMatch(
      io.outText,
      /train diverged in epoch 1, step \d+: no finite number at (linear|selu) \d \(\w+\)\./,
    );
  }));

Deno.test("what fails gets one line and code 1", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    const cases = [
      [...quick, "--out", `${folder}/file`],
      ["--data-dir", `${folder}/nowhere`, "--out", `${folder}/a`],
      ["--dataset", "mnist", "--data-dir", folder, "--out", `${folder}/a`],
      ["train", "--data-dir", images, "--hidden", "5000,100000", "--quiet", "--out", `${folder}/b`],
    ];
    for (const args of cases) {
      const io = recordingIo();
      assertEquals(await main(args, io), 1, io.errorText);
      assertMatch(io.errorText, /^Cannot [^\n]+\n$/);
      assertEquals(io.outText, "");
    }
    assertEquals(await namesIn(`${folder}/a`), []);
  }));

Deno.test("an interrupt gives code 130, or 75 for again, and the same command goes on", () =>
  withFolder(async (folder) => {
    for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 75]] as const) {
      const interrupt = new AbortController();
      const io = recordingIo({ interrupt: interrupt.signal });
      const { error } = io;
      io.error = (text) => {
        error(text);
        if (text.includes("epoch 2/50")) interrupt.abort(signal);
      };
      const args = ["train", ...small, "--epochs", "50", "--out", `${folder}/${signal}`];
      assertEquals(await main(args, io), code);
      assertStringIncludes(io.outText, "train was interrupted: 2 of 50 epochs are complete.");
      assertStringIncludes(
        io.errorText,
        "Interrupted: nothing is lost, and the same command goes on from here.",
      );
      assertEquals(await namesIn(`${folder}/${signal}/train`), [...RESULT_FILES, "claims", "runs"].sort());
      const again = recordingIo();
      assertEquals(await main(args, again), 0);
      assertStringIncludes(
        again.errorText,
        "Resuming  1 run goes on from a checkpoint (--fresh starts over)",
      );
      assert(!again.errorText.includes("epoch 2/50") && again.errorText.includes("epoch 3/50"));
    }
    const interrupt = new AbortController();
    interrupt.abort("SIGINT");
    const io = recordingIo({ interrupt: interrupt.signal });
    assertEquals(await main([...quick, "--out", `${folder}/never`], io), 130);
    assertEquals(await namesIn(`${folder}/never`), []);
  }));

Deno.test("the same command again trains nothing that is finished, unless it is to start over", () =>
  withFolder(async (folder) => {
    const args = [...quick, "--loss", "hinge,focal", "--out", folder];
    const said: string[] = [];
    for (const more of [[], [], ["--fresh"], ["--loss=hinge,kl-div"]]) {
      const io = recordingIo();
      const own = more[0]?.startsWith("--loss") ? [...quick, ...more, "--out", folder] : [...args, ...more];
      assertEquals(await main(own, io), 0, io.errorText);
      said.push(io.errorText);
    }
    const trained = said.map((text) =>
      [...text.matchAll(/^(\S+) {2}epoch 1\/1/gm)].map(([, name]) => name).sort()
    );
    assertEquals(trained, [["focal", "hinge"], [], ["focal", "hinge"], ["kl-div"]]);
    assertStringIncludes(said[1], "Resuming  2 of 2 runs are finished (--fresh starts over)");
    assertStringIncludes(said[3], "Resuming  1 of 2 runs is finished");
  }));

Deno.test("a run that fails does not touch the others, and the code says so", () =>
  withFolder(async (folder) => {
    const io = recordingIo();
    const grid =
      "--hidden 4,5000-100000 --learning-rate 0.1 --loss hinge --activation selu --weight-decay 0 " +
      "--momentum 0.9 --batch-size 100 --epochs 1 --jobs 2";
    const args = ["grid", "--data-dir", images, ...grid.split(" "), "--out", folder];
    assertEquals(await main(args, io), 1);
    assertMatch(io.outText, /^t002 failed: Cannot reserve [^\n]+$/m);
    assertMatch(io.outText, /^best +0\.\d+/m);
    const trials = parse(await Deno.readTextFile(`${folder}/grid/trials.csv`), { skipFirstRow: true });
    assertEquals(trials.map(({ status }) => status), ["finished", "failed"]);
  }));

Deno.test("the shards of a study are merged to the files of a study in one piece", () =>
  withFolder(async (folder) => {
    const args = ["loss", ...small, "--epochs", "2", "--log-every", "5"];
    const run = async (out: string, ...more: string[]) => {
      const io = recordingIo();
      return { code: await main([...args, "--out", `${folder}/${out}`, ...more], io), ...io };
    };
    assertEquals((await run("whole", "--quiet")).code, 0);
    assertMatch(
      (await run("parts", "--plan", "--shards", "3")).outText,
      /^4 runs in 3 shards[^]*--array=1-3\n/,
    );
    assertEquals((await run("parts", "--shard", "2/3", "--jobs", "1")).code, 0);
    const early = await run("parts", "--merge");
    assertEquals([early.code, early.outText], [1, ""]);
    assertMatch(
      early.errorText,
      /^Cannot merge: 3 of 4 runs are not finished \(kl-div, hinge, focal\);[^\n]+\n$/,
    );
    assertEquals(await namesIn(`${folder}/parts/loss`), ["claims", "manifest.json", "runs"]);
    const status = (await run("parts", "--status")).outText;
    assertMatch(status, /^Finished {2}1$/m);
    assertMatch(status, /^Missing {3}3: kl-div, hinge, focal$/m);
    assertMatch(status, /--array=1,3$/m);
    for (const shard of ["1/3", "3/3"]) {
      assertEquals((await run("parts", "--shard", shard, "--quiet")).code, 0);
    }
    assertStringIncludes((await run("parts", "--status")).outText, "All runs are finished");
    assertEquals((await run("parts", "--merge")).code, 0);
    for (const name of RESULT_FILES) {
      const [whole, parts] = await Promise.all(
        ["whole", "parts"].map((out) => Deno.readTextFile(`${folder}/${out}/loss/${name}`)),
      );
      if (name.endsWith(".csv")) assertEquals(withoutSeconds(parts), withoutSeconds(whole), name);
      else if (!["machine.json", "time_accuracy.svg"].includes(name)) assertEquals(parts, whole, name);
    }
    const other = await run("parts", "--shard", "1/3", "--seeds", "2");
    assertEquals(other.code, 2);
    assertMatch(other.errorText, /^Cannot follow [^\n]*manifest\.json: the plan is for [^\n]+\n$/);
  }));

Deno.test("what of a part is merged if that is wanted", () =>
  withFolder(async (folder) => {
    const args = ["loss", ...quick, "--out", folder];
    const io = recordingIo();
    assertEquals(await main([...args, "--merge", "--allow-gaps"], recordingIo()), 1, "there is nothing");
    assertEquals(await main([...args, "--shard", "1/4", "--quiet"], io), 0);
    assertEquals(await main([...args, "--merge", "--allow-gaps"], io), 0);
    assertStringIncludes(io.outText, "Not begun: softmax-cross-entropy, hinge, focal.");
    const rows = parse(await Deno.readTextFile(`${folder}/loss/runs.csv`), { skipFirstRow: true });
    assertEquals(rows.map(({ run }) => run), ["kl-div"]);
  }));

Deno.test("the help loads neither kernels nor plots", async () => {
  const seen = new Set<string>();
  const visit = async (module: URL) => {
    if (seen.has(module.href)) return;
    seen.add(module.href);
    const text = await Deno.readTextFile(module);
    for (const [, names, from] of text.matchAll(/^(?:import|export) ((?!type\b)[^;]*?) from "([^"]+)";/gm)) {
      if (from.startsWith(".")) await visit(new URL(from, module));
      else {assert(
          ["@std/cli", "fastest-levenshtein"].includes(from),
          `${module.href}: ${names} from ${from}`,
        );}
    }
  };
  await visit(new URL("../../main.ts", import.meta.url));
  assert(seen.size > 6);
});

Deno.test("--save-models keeps networks that load and do as well", () =>
  withFolder(async (folder) => {
    const args = ["loss", ...quick, "--loss", "hinge,focal", "--out", folder];
    assertEquals(await main(args, recordingIo()), 0);
    // The runs are finished, and their networks were not kept: they are made of where the runs ended, without training.
    for (const jobs of ["1", "2"]) {
      const io = recordingIo();
      assertEquals(await main([...args, "--save-models", "--jobs", jobs], io), 0);
      assertStringIncludes(io.outText, `${folder}/loss/models/hinge.safetensors`);
      assert(!io.errorText.includes("epoch 1/1"), io.errorText);
    }
    const data = await openDataset("mnist", { dir: images });
    const configuration = { ...DEFAULTS, hidden: [8], loss: "hinge" as const, batchSize: 20 };
    const { model, loss } = prepare(configuration, data);
    load(model, await Deno.readFile(`${folder}/loss/models/hinge.safetensors`));
    const rows = parse(await Deno.readTextFile(`${folder}/loss/runs.csv`), { skipFirstRow: true });
    assertEquals(
      String(evaluate(model, loss, data.test, configuration).accuracy),
      rows[0].test_accuracy_final,
    );
  }));
