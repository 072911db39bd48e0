/** Runs that go on from a file. Run by `deno task test:system`. */
import { decodeSafetensors } from "@chainrule/core";
import { assert, assertEquals } from "@std/assert";
import { stateAfter, WORDS } from "../cli/from_fixtures.ts";
import { recordingIo } from "../cli/fixtures.ts";
import { namesIn, withFolder } from "../fixtures.ts";
import { main } from "../main.ts";
import { apartFromImages, writeSmallImages } from "./small_images.ts";

const temporary = await Deno.makeTempDir(), images = `${temporary}/digits`;
await writeSmallImages(images);
Deno.test.afterAll(() => Deno.remove(temporary, { recursive: true }));

/** What the command says, and what its network has come to. */
async function run(folder: string, ...words: string[]) {
  const io = recordingIo();
  const code = await main(
    ["train", ...words, "--data-dir", images, "--quiet", "--save-models", "--out", folder],
    io,
  );
  const model = await Deno.readFile(`${folder}/train/models/train.safetensors`).catch(() => undefined);
  const tensors = Object.entries(model ? decodeSafetensors(model).tensors : {});
  return {
    code,
    error: apartFromImages(io.errorText),
    weights: tensors.map(([name, { data }]) => [name, ...data]),
  };
}

Deno.test("--from: a run goes on from a file to the same weights, within an epoch, at its end, and to more epochs", () =>
  withFolder(async (folder) => {
    const whole = await run(`${folder}/whole`, ...WORDS, "--epochs", "4");
    assertEquals([whole.code, whole.weights.length], [0, 4]);
    for (const steps of [0, 7, 18, 45]) {
      await Deno.writeFile(`${folder}/state`, await stateAfter(images, steps));
      const { code, error, weights } = await run(`${folder}/${steps}`, "--from", `${folder}/state`);
      assertEquals([code, error], [0, ""]);
      assertEquals(weights, whole.weights, `after ${steps} steps`);
    }
    await run(`${folder}/short`, ...WORDS, "--epochs", "2");
    const [id] = await namesIn(`${folder}/short/train/runs`);
    const end = `${folder}/short/train/runs/${id}/end.safetensors`;
    const longer = await run(`${folder}/longer`, "--from", end, "--epochs", "4");
    assertEquals([longer.error, longer.weights], ["", whole.weights]);

    // It is a run of its own: the same command finds it, the run without a break is another.
    const runs = await namesIn(`${folder}/longer/train/runs`);
    await run(`${folder}/longer`, "--from", end, "--epochs", "4");
    assertEquals(await namesIn(`${folder}/longer/train/runs`), runs);
    assert(!await namesIn(`${folder}/whole/train/runs`).then((others) => others.includes(runs[0])));
  }));
