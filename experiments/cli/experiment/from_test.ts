import { saveCheckpoint } from "@chainrule/core";
import { Linear, save } from "@chainrule/layers";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { namesIn, withFolder } from "../../fixtures.ts";
import { main } from "../../main.ts";
import { apartFromImages, writeSmallImages } from "../../system/small_images.ts";
import { recordingIo } from "../fixtures.ts";
import { stateAfter } from "../from_fixtures.ts";

const temporary = await Deno.makeTempDir(), images = `${temporary}/digits`;
await writeSmallImages(images);
Deno.test.afterAll(() => Deno.remove(temporary, { recursive: true }));

Deno.test("--from: a file that nothing can go on from is refused, and says why", () =>
  withFolder(async (folder) => {
    const state = await stateAfter(images, 7), path = `${folder}/state`;
    const refused = async (bytes: Uint8Array, why: string, ...options: string[]) => {
      await Deno.writeFile(path, bytes);
      const io = recordingIo(), words = ["--from", path, "--data-dir", images, "--out", `${folder}/out`];
      const code = await main(["train", ...words, ...options], io), error = apartFromImages(io.errorText);
      assert(code === 1 || code === 2, error);
      assertStringIncludes(error, why);
      assertEquals(error.trim().split("\n").length, 1, error);
    };
    const damaged = state.slice();
    damaged[damaged.length - 9] ^= 1;
    const cannot = `Cannot go on from ${path}: `,
      model = new Linear(4, 2);
    await refused(damaged, cannot + "the checksum does not match, so the file is damaged");
    await refused(state.subarray(0, 500), cannot + "the checksum does not match");
    await refused(new Uint8Array(), cannot + "the file is none");
    await refused(save(model), "want a saved run, which weights alone are not");
    await refused(await saveCheckpoint({ model }), cannot + `its state is null, want a run`);
    await refused(
      await saveCheckpoint({ model }, { parameters: 1, epochs: [], steps: [], watched: [] }),
      "configuration",
    );
    await refused(
      await stateAfter(images, 7, { hidden: [9] }).then((other) => swapped(other, state)),
      "checksum",
    );
    await refused(
      await stateAfter(images, 0, { epochs: 2, schedule: "cosine" }),
      "the schedule cosine",
      "--epochs",
      "3",
    );
    await refused(await stateAfter(images, 40), "is in epoch 3", "--epochs", "2");
    await refused(state, "with --loss: the settings are in the file", "--loss", "hinge");
    await refused(state, "with --seeds: the settings are in the file", "--seeds", "2");
    assertEquals(await namesIn(folder), ["state"]);

    await Deno.writeFile(path, state);
    const io = recordingIo(), other = `${folder}/others`;
    await writeSmallImages(other);
    await Deno.writeFile(
      `${other}/t10k-labels-idx1-ubyte`,
      await Deno.readFile(`${images}/t10k-labels-idx1-ubyte`),
    );
    const labels = await Deno.readFile(`${other}/train-labels-idx1-ubyte`);
    labels[20] ^= 1;
    await Deno.writeFile(`${other}/train-labels-idx1-ubyte`, labels);
    assertEquals(await main(["train", "--from", path, "--data-dir", other, "--out", `${folder}/out`], io), 1);
    assertStringIncludes(io.errorText, "it learned from 360 images of ");
    const study = recordingIo();
    assertEquals(await main(["loss", "--from", path], study), 2);
    assertStringIncludes(study.errorText, "it belongs to the study train");
  }));

/** The beginning of one file, and the rest of another. */
function swapped(a: Uint8Array, b: Uint8Array): Uint8Array {
  const mixed = a.slice();
  mixed.set(b.subarray(2000, Math.min(a.length, b.length)), 2000);
  return mixed;
}
