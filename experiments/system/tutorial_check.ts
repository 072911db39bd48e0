/** What TUTORIAL.md says, done on real MNIST. Run by `deno task test:system`; without the files of MNIST it is skipped. */
import { assert, assertEquals, assertGreater, assertMatch, assertStringIncludes } from "@std/assert";
import { parse } from "@std/csv";
import { decodeModel } from "../storage/model_file.ts";
import { namesIn, withFolder } from "../fixtures.ts";
import { ROOT, start, taskCommand } from "./command.ts";

/** The commands of the tutorial, as words after `deno task`. */
async function commandsOfTutorial(): Promise<string[][]> {
  const text = await Deno.readTextFile(new URL("experiments/TUTORIAL.md", ROOT));
  return Array.from(text.matchAll(/```sh\ndeno task (.*)\n```/g), ([, words]) => words.split(" "));
}

/** Does what a task does, with results in a folder. */
async function run([task, ...words]: readonly string[], results: string): Promise<string> {
  const moved = words.map((word) => word.replace(/^results\//, `${results}/`));
  const more = task === "experiment" ? ["--quiet", "--out", results] : [];
  const { code, out, error } = await start(...await taskCommand(task, [...moved, ...more])).ended;
  assertEquals([code, error], [0, ""], `${task} ${words}`);
  return out;
}

Deno.test({
  name: "the tutorial does what it says, and own digits are recognized",
  ignore: !Deno.env.get("MNIST_DIR"),
  fn: () =>
    withFolder(async (results) => {
      const [train, evaluate, predict, goOn, ...rest] = await commandsOfTutorial();
      assertEquals([train, evaluate, predict, goOn].map(([task]) => task), [
        "experiment",
        "evaluate",
        "predict",
        "experiment",
      ]);
      assertEquals(rest, []);
      const epochs = async () =>
        parse(await Deno.readTextFile(`${results}/train/epochs.csv`), { skipFirstRow: true });
      const model = `${results}/train/models/train.safetensors`;

      await run(train, results);
      const before = await epochs(), accuracy = Number(before.at(-1)!.test_accuracy);
      assertEquals(before.length, 8);
      assertGreater(accuracy, 0.97);
      decodeModel(await Deno.readFile(model), model);

      const evaluated = await run(evaluate, results);
      assertMatch(evaluated, new RegExp(`^Accuracy +${(100 * accuracy).toFixed(2)} %$`, "m"));
      const inside = await namesIn(`${results}/train/inside`);
      for (const name of ["mistakes", "first_layer", "input_gradients", "calibration", "confusion"]) {
        assert(inside.includes(`${name}.svg`) && inside.includes(`${name}.csv`), name);
      }
      const [figures] = parse(await Deno.readTextFile(`${results}/train/inside/evaluation.csv`), {
        skipFirstRow: true,
      });
      assertEquals(Number(figures.accuracy), accuracy);

      assertStringIncludes(await run(predict, results), "testdata/a_3.png       3 ");
      const digits = Array.from({ length: 10 }, (_, k) => predict[2].replace("a_3", `a_${k}`));
      const answers = JSON.parse(await run([...predict.slice(0, 2), ...digits, "--json"], results));
      const right = answers.filter(({ answer }: { answer: string }, k: number) => answer === String(k));
      assert(right.length >= 9, `only ${right.length} of ten own digits are right`);

      await run(goOn, results);
      const after = await epochs();
      assertEquals(after.length, 12);
      // The seconds too: the first eight were not trained again.
      assertEquals(after.slice(0, 8), before);
    }),
});
