/** Each study from its first run to its files. Run by `deno task test:system`. */
import { assert, assertEquals } from "@std/assert";
import { parse } from "@std/csv";
import { fewDigits, namesIn, withFolder } from "../fixtures.ts";
import { RESULT_FILES } from "../runner/result_folder.ts";
import { runStudy } from "../runner/run_study.ts";
import { studies } from "../studies/mod.ts";
import { ACTIVATIONS, LOSSES } from "../study/choices.ts";
import { runsOf } from "../study/study.ts";

const data = fewDigits();
const table = async (path: string) => parse(await Deno.readTextFile(path), { skipFirstRow: true });

Deno.test("every study runs, and leaves the files that it should", () =>
  withFolder(async (folder) => {
    const more: Record<string, string[]> = {
      matrix: ["heat_map.svg", "importance.csv", "importance.svg"],
      focal: ["heat_map.svg", "importance.csv", "importance.svg"],
      stability: [
        "gradient_norms.svg",
        "pre_activations.csv",
        "pre_activations.svg",
        "softmax.csv",
        "softmax.svg",
      ],
      size: ["front.csv", "front.svg"],
      signal: ["gradient_norms.svg", "pre_activations.csv", "pre_activations.svg"],
      speed: ["goals.csv", "goals.svg"],
      range: ["range.csv", "range.svg"],
      exponential: [
        "functions.csv",
        "functions.svg",
        "gradient_norms.svg",
        "pre_activations.csv",
        "pre_activations.svg",
      ],
    };
    for (const study of Object.values(studies)) {
      if (study.search) continue;
      const settings = { epochs: 1, batchSize: 20 };
      const into = `${folder}/${study.name}`;
      const { conclusion } = await runStudy(study, { runs: runsOf(study, { settings }), data, folder: into });
      assertEquals(
        await namesIn(into),
        [
          ...RESULT_FILES.filter((name) => !study.rates || !name.endsWith(".svg")),
          ...more[study.name] ?? [],
          ...(study.rates ? [] : ["class_accuracy.svg", "inspection"]),
          "claims",
          "runs",
        ].sort(),
      );
      assertEquals(
        await Deno.readTextFile(`${into}/conclusion.txt`),
        conclusion.map((line) => line + "\n").join(""),
      );
      const { study: { question, variants } } = JSON.parse(await Deno.readTextFile(`${into}/config.json`));
      assert(question.endsWith("?"));
      assertEquals(
        (await table(`${into}/summary.csv`)).map(({ variant }) => variant),
        variants.map(({ name }: { name: string }) => name),
      );
      assert(variants.every(({ name }: { name: string }) => !name.includes("@")));
      for (const name of await namesIn(into)) {
        if (!name.endsWith(".svg")) continue;
        const svg = await Deno.readTextFile(`${into}/${name}`);
        assert(svg.endsWith("</svg>\n") && !/NaN|undefined|Infinity/.test(svg), `${study.name}/${name}`);
      }
    }
    const places = await table(`${folder}/exponential/functions.csv`);
    assertEquals(places.length, 12);
    assert(
      places.every(({ forward_ns, maximum_error }) => Number(forward_ns) > 0 && Number(maximum_error) > 0),
    );
    const broken = await table(`${folder}/stability/divergences.csv`);
    const ended = (await table(`${folder}/stability/runs.csv`)).filter(({ status }) => status === "diverged");
    assertEquals(broken.map(({ run }) => run), ended.map(({ run }) => run));
    assert(broken.length > 0);
    const pre = await table(`${folder}/stability/pre_activations.csv`);
    assert(pre.some(({ maximum }) => !Number.isFinite(Number(maximum))), "the step that broke is there");
  }));

Deno.test("of the search with a best of each kind there are shares of the time, and each best is tested", () =>
  withFolder(async (folder) => {
    const study = studies.tuned, settings = { epochs: 1, batchSize: 20 };
    const runs = runsOf(study, { settings }).filter((_, i) => i % 18 === 2);
    const { records, conclusion } = await runStudy(study, { runs, seeds: 2, data, folder });
    assertEquals(records.length, runs.length + 2 * 9);
    assert(
      conclusion.some((sentence) => sentence.startsWith("Of the time of the steps")),
      conclusion.join(" "),
    );
    const shares = await table(`${folder}/shares.csv`);
    assertEquals(shares.length, ACTIVATIONS.length + LOSSES.length);
    assert(shares.every(({ share }) => Number(share) > 0 && Number(share) < 1));
    const tested = shares.filter(({ test_accuracy_final: accuracy }) => accuracy !== "").map(({ name }) =>
      name
    );
    assertEquals(tested, ["tanh", "selu", "hard-swish", "softmax-cross-entropy", "hinge", "focal"]);
    assert((await Deno.readTextFile(`${folder}/shares.svg`)).endsWith("</svg>\n"));
  }));
