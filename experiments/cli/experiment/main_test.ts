import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parse } from "@std/csv";
import { namesIn, withFolder } from "../../fixtures.ts";
import { recordingIo } from "../fixtures.ts";
import { main } from "../../main.ts";
import { apartFromImages, writeSmallImages } from "../../system/small_images.ts";
import { studies } from "../../studies/mod.ts";
import { RESULT_FILES } from "../../runner/result_folder.ts";

/** Few images of 12 × 12 pixels. */
const temporary = await Deno.makeTempDir(), images = `${temporary}/digits`;
await writeSmallImages(images);
Deno.test.afterAll(() => Deno.remove(temporary, { recursive: true }));

const small = ["--data-dir", images, "--hidden", "8", "--batch-size", "20"];

/** One epoch of them. */
const quick = [...small, "--epochs", "1"];

Deno.test("--help fits a screen and says where all options are", async () => {
  for (const words of [["--help"], ["-h"], ["help"]]) {
    const io = recordingIo();
    assertEquals([await main(words, io), io.errorText], [0, ""]);
    const lines = io.outText.trimEnd().split("\n");
    assert(lines.length >= 24 && lines.length <= 40 && lines.every((line) => line.length <= 80), io.outText);
    assertStringIncludes(io.outText, "--help all");
    for (const study of Object.keys(studies)) assertMatch(io.outText, new RegExp(`^  ${study} `, "m"));
  }
});

Deno.test("--help all goes to the output, fits 80 columns and names every option", async () => {
  const io = recordingIo();
  assertEquals(await main(["--help", "all"], io), 0);
  assertEquals(io.errorText, "");
  assert(io.outText.split("\n").every((line) => line.length <= 80));
  const options =
    ("epochs batch-size learning-rate weight-decay momentum optimizer hidden activation loss margin alpha gamma init-std " +
      "scale seed dataset augment data-dir data out preset log-every quiet help seeds init clip-norm exponential softmax grid rungs " +
      "keep halving hyperband trials sampler nesterov schedule warm-up decay-every decay-factor dropout input-dropout norm label-smoothing ema patience negative-slope init-slope slopes elu-alpha norm-epsilon norm-momentum class-weights beta1 beta2 epsilon rms-decay rms-momentum rms-centered min-rate rise start-factor end-factor name from resume version threads native jobs checkpoint-every fresh untimed save-models shard shards plan status merge redraw allow-gaps")
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

const { read, write, env, sys } = {
  read: "inherit",
  write: "inherit",
  env: "inherit",
  sys: "inherit",
} as const;

Deno.test({
  name: "--native: without native kernels one line and code 2; with auto a warning, and WebAssembly",
  permissions: { read, write, env, sys, ffi: false },
  fn: () =>
    withFolder(async (folder) => {
      const run = async (...words: string[]) => {
        const io = recordingIo(), out = ["--quiet", "--out", `${folder}/out`];
        return { code: await main(["loss", ...quick, ...words, ...out], io), text: io.errorText };
      };
      const why = "Cannot use native kernels: permission is missing, want --allow-ffi=[^\n]+";
      const required = await run("--native");
      assertEquals(required.code, 2);
      assertMatch(required.text, new RegExp(`^${why}\n$`));
      assertEquals(await namesIn(folder), []);
      const auto = await run("--native", "auto", "--jobs", "2");
      assertEquals(auto.code, 0);
      assertMatch(
        apartFromImages(auto.text.replaceAll(/\n +/g, " ")),
        new RegExp(`^WARNING: ${why}: training in WebAssembly\n\n$`),
      );
      const { kernels } = JSON.parse(await Deno.readTextFile(`${folder}/out/loss/machine.json`));
      assertEquals(kernels, "WebAssembly");
    }),
});

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
    assertEquals(
      await namesIn(into),
      [...RESULT_FILES, "class_accuracy.svg", "claims", "inspection", "runs"].sort(),
    );
    assertEquals(await namesIn(`${into}/claims`), []);
    for (const name of RESULT_FILES) assertStringIncludes(io.outText, `${into}/${name}`);
    const rows = parse(await Deno.readTextFile(`${into}/runs.csv`), { skipFirstRow: true });
    assertEquals(rows.map(({ loss, dataset, status }) => `${loss} ${dataset} ${status}`), [
      "kl-div digits finished",
      "softmax-cross-entropy digits finished",
      "hinge digits finished",
      "focal digits finished",
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
      "--tensorboard",
      "--out",
      folder,
    ];
    assertEquals(await main(args, io), 0);
    assertEquals(io.errorText, "");
    assert(io.outText.endsWith(`  ${folder}/train/tensorboard/\n`), io.outText);
    assertMatch(io.outText, /^train +0\.\d{4} .* 0\.9881 +0\.2411 +165\.79$/m);
    assertStringIncludes(io.outText, "Different here, so not comparable: dataset synthetic, 1 epoch.");
  }));

Deno.test("--untimed: the same command writes the same bytes each time, and no times", () =>
  withFolder(async (folder) => {
    const texts: Record<string, string>[] = [];
    for (const jobs of ["1", "2"]) {
      const command = ["loss", "--loss", "hinge,focal", ...quick, "--untimed", "--fresh", "--jobs", jobs];
      assertEquals(await main([...command, "--out", folder, "--quiet"], recordingIo()), 0);
      const names = (await namesIn(`${folder}/loss`)).filter((name) => /\.(csv|svg|txt)$/.test(name));
      assert(!names.includes("time_accuracy.svg"));
      const text = async (name: string) => [name, await Deno.readTextFile(`${folder}/loss/${name}`)];
      texts.push(Object.fromEntries(await Promise.all(names.map(text))));
    }
    assertEquals(texts[1], texts[0]);
    assertMatch(texts[0]["epochs.csv"], /seconds\n(.*,\n)+$/);

    const refused = recordingIo();
    assertEquals(await main(["speed", "--untimed", "--out", folder], refused), 2);
    assertEquals(refused.errorText, "Cannot use --untimed here: times are what the study is about\n");
  }));

Deno.test("a table that is wider than the screen is split", () =>
  withFolder(async (folder) => {
    const io = recordingIo({ outColumns: () => 60 });
    const args = ["--data-dir", images, "--epochs", "1", "--loss", "softmax-cross-entropy,hinge", "--quiet"];
    assertEquals(await main([...args, "--out", folder], io), 0);
    const shown = io.outText.split("\nWritten:")[0];
    assert(shown.split("\n").every((line) => line.length <= 60), shown);
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
      ["train", "--data-dir", images, "--hidden", "50000,100000", "--quiet", "--out", `${folder}/b`],
    ];
    for (const args of cases) {
      const io = recordingIo();
      assertEquals(await main(args, io), 1, io.errorText);
      assertMatch(apartFromImages(io.errorText), /^Cannot [^\n]+\n$/);
      assertEquals(io.outText, "");
    }
    assertEquals(await namesIn(`${folder}/a`), []);
  }));

Deno.test("a run that fails does not touch the others, and the code says so", () =>
  withFolder(async (folder) => {
    const io = recordingIo();
    const grid =
      "--hidden 4,50000-100000 --learning-rate 0.1 --loss hinge --activation selu --weight-decay 0 " +
      "--momentum 0.9 --batch-size 100 --epochs 1 --jobs 2";
    const args = ["grid", "--data-dir", images, ...grid.split(" "), "--out", folder];
    assertEquals(await main(args, io), 1);
    assertMatch(io.outText, /^t002 failed: Cannot reserve [^\n]+$/m);
    assertMatch(io.outText, /^best +0\.\d+/m);
    const trials = parse(await Deno.readTextFile(`${folder}/grid/trials.csv`), { skipFirstRow: true });
    assertEquals(trials.map(({ status }) => status), ["finished", "failed"]);
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
