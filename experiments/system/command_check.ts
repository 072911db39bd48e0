/** Whole commands, from words to files. Run by `deno task test:system`. */
import { load } from "@chainrule/layers";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parse } from "@std/csv";
import { hasNative, namesIn, withFolder, withoutSeconds } from "../fixtures.ts";
import { recordingIo } from "../cli/fixtures.ts";
import { main } from "../main.ts";
import { INSPECTION_FILES, RESULT_FILES } from "../runner/result_folder.ts";
import { DEFAULTS } from "../study/configuration.ts";
import { openDataset } from "../training/dataset.ts";
import { evaluate } from "../training/evaluate.ts";
import { prepare } from "../training/train.ts";
import { experimentCommand, inShell, works } from "./command.ts";
import { apartFromImages, writeSmallImages } from "./small_images.ts";
import { assertSameFiles, studyFiles } from "./study_files.ts";

/** Few images of 12 × 12 pixels. */
const images = await Deno.makeTempDir();
await writeSmallImages(images);
Deno.test.afterAll(() => Deno.remove(images, { recursive: true }));

const small = ["--data-dir", images, "--hidden", "8", "--batch-size", "20"];

/** One epoch of them. */
const quick = [...small, "--epochs", "1"];

Deno.test("a second training with other settings says what it replaces and how to keep both", () =>
  withFolder(async (folder) => {
    const run = async (...more: string[]) => {
      const io = recordingIo();
      assertEquals(await main(["train", ...quick, ...more, "--out", folder], io), 0, io.errorText);
      return io.errorText.match(/^Replacing.*$/m)?.[0];
    };
    assertEquals(await run(), undefined);
    assertEquals(await run(), undefined, "the same again");
    assertEquals(
      await run("--momentum", "0"),
      `Replacing tables and plots of deno task experiment train ${quick.join(" ")}, ` +
        `in the same folder: --name another keeps both (${folder}/another)`,
    );
    assertEquals(await run("--name", "wide", "--momentum", "0.5"), undefined);
    assertEquals(await namesIn(folder), ["train", "wide"]);
    assert((await namesIn(`${folder}/wide`)).includes("runs.csv"));
    // What grows keeps all that was there.
    assertEquals(await run("--momentum", "0", "--seeds", "2"), undefined);
  }));

Deno.test("a range test says which learning rate to begin with, and can be drawn again", () =>
  withFolder(async (folder) => {
    const io = recordingIo(), words = ["range", ...small, "--epochs", "8", "--out", folder];
    assertEquals(await main(words, io), 0, io.errorText);
    assertMatch(io.outText, /^The loss is lowest, \d\.\d+, at a learning rate of/m);
    assert(!/^range {2}/m.test(io.outText), "the accuracy of the last rate says nothing");
    const rows = parse(await Deno.readTextFile(`${folder}/range/range.csv`), { skipFirstRow: true });
    const steps = parse(await Deno.readTextFile(`${folder}/range/iterations.csv`), { skipFirstRow: true });
    assert(rows.length > 20 && rows.length === steps.length, "each step is there");
    assertEquals(Number(rows[0].learning_rate).toPrecision(3), "0.0000100");
    const files = await studyFiles(`${folder}/range`);
    assert(files["range.svg"].endsWith("</svg>\n") && files["training_loss.svg"] === undefined);
    assertEquals(await main(["range", "--redraw", "--out", folder], recordingIo()), 0);
    assertSameFiles(await studyFiles(`${folder}/range`), files);
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
      assertEquals(
        await namesIn(`${folder}/${signal}/train`),
        [...RESULT_FILES, "claims", "inspection", "runs"].sort(),
      );
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
      apartFromImages(early.errorText),
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
    for (const name of [...RESULT_FILES, ...INSPECTION_FILES]) {
      const [whole, parts] = await Promise.all(
        ["whole", "parts"].map((out) => Deno.readTextFile(`${folder}/${out}/loss/${name}`)),
      );
      if (name.endsWith(".csv")) assertEquals(withoutSeconds(parts), withoutSeconds(whole), name);
      else if (!["machine.json", "time_accuracy.svg"].includes(name)) assertEquals(parts, whole, name);
    }
    const other = await run("parts", "--shard", "1/3", "--seeds", "2");
    assertEquals(other.code, 2);
    assertMatch(
      apartFromImages(other.errorText),
      /^Cannot follow [^\n]*manifest\.json: the plan is for [^\n]+\n$/,
    );
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

Deno.test({
  name: "--native: the same bytes, in this thread and in workers, and the machine's file says so",
  ignore: !hasNative(),
  fn: () =>
    withFolder(async (folder) => {
      const words = ["loss", ...small, "--epochs", "2", "--log-every", "5"];
      const files = async (out: string, ...more: string[]) => {
        const io = recordingIo();
        assertEquals(await main([...words, "--quiet", "--out", `${folder}/${out}`, ...more], io), 0);
        assertEquals(apartFromImages(io.errorText), "");
        const { kernels } = JSON.parse(await Deno.readTextFile(`${folder}/${out}/loss/machine.json`));
        return { kernels, files: await studyFiles(`${folder}/${out}/loss`) };
      };
      const wanted = await files("plain", "--jobs", "1");
      assertEquals(wanted.kernels, "WebAssembly");
      for (const more of ["--native --jobs 1 --threads 2", "--native --jobs 2", "--native auto --jobs 1"]) {
        const found = await files(more, ...more.split(" "));
        assertEquals(found.kernels, "native");
        assertSameFiles(found.files, wanted.files);
      }
    }),
});

Deno.test({
  name: "a terminal that is dumb gets no escape codes, another one does",
  ignore: !await works("script", "--version"),
  fn: () =>
    withFolder(async (folder) => {
      for (const [kind, escapes] of [["dumb", false], ["xterm", true]] as const) {
        const words = await experimentCommand(["train", ...quick, "--out", `${folder}/${kind}`]);
        const script = 'script -qec "$*" /dev/null < /dev/null';
        const { code, out } = await inShell(script, words, ["env", `TERM=${kind}`, "NO_COLOR=1"]).ended;
        assertEquals([code, out.includes("\x1b")], [0, escapes], out);
      }
    }),
});
