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

/** The page that a task serves of results. */
async function served([task, ...words]: readonly string[], results: string): Promise<string> {
  const [program, args] = await taskCommand(task, [...words, results, "--port", "0"]);
  const server = new Deno.Command(program, { args, cwd: ROOT, stdout: "piped", stderr: "inherit" }).spawn();
  const reader = server.stdout.pipeThrough(new TextDecoderStream()).getReader();
  try {
    const { value: address } = await reader.read();
    return await (await fetch(address!.trim())).text();
  } finally {
    await reader.cancel();
    server.kill("SIGINT");
    assertEquals((await server.status).code, 130);
  }
}

Deno.test({
  name: "the tutorial does what it says, and own digits are recognized",
  ignore: !Deno.env.get("MNIST_DIR"),
  fn: () =>
    withFolder(async (results) => {
      const commands = await commandsOfTutorial();
      assertEquals(
        commands.map(([task]) => task).join(" "),
        "experiment evaluate predict experiment experiment watch",
      );
      const [train, evaluate, predict, goOn, search, watch] = commands;
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

      assertMatch(await run(search, results), /^The best of 20 trials is /m);
      assert((await namesIn(`${results}/grid`)).includes("settings.svg"));

      const page = await served(watch, results);
      assert(page.includes("<h2") && page.includes("grid"), page.slice(0, 500));
    }),
});
