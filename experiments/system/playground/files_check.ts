/** Weights, curves and images that come and go as files. Run by `browser_check.ts`.
 * @module
 */
import { syntheticDigits } from "@chainrule/data";
import { save } from "@chainrule/layers";
import { assert, assertEquals } from "@std/assert";
import { BEGINNING, type Settings } from "../../playground/engine/settings.ts";
import { bytesOf } from "../../playground/page/share.ts";
import { idxFiles } from "../../playground/site/excerpt.ts";
import { sha256 } from "../../study/sha256.ts";
import { prepare } from "../../training/train.ts";
import { type Checks, fileOf, FINISHED, offered, set, text, until } from "./driving.ts";

export const FILES: Checks = {
  "weights go out and come back, curves go out": {
    query: "?epochs=1",
    body: async (page) => {
      await until(page, FINISHED);
      const hash = await text(page, "#hash");
      const weights = await offered(page, "#save-weights"), curves = await offered(page, "#save-curves");
      assertEquals([weights.name, curves.name], ["chainrule-1.safetensors", "curves.csv"]);
      const rows = new TextDecoder().decode(curves.bytes).trim().split("\n");
      assertEquals([rows.length, rows[0].split(",").length], [2, 7]);
      await page.evaluate(
        `((range) => { range.value = 0; range.dispatchEvent(new Event("change")); })(document.querySelector("#moment"))`,
      );
      await until(page, `document.querySelector("#hash-of").textContent === "after step 0"`);
      assert(await text(page, "#hash") !== hash);
      await page.setInputFiles("#load-weights", [await fileOf("w.safetensors", weights.bytes)]);
      await until(page, `document.querySelector("#hash").textContent === "${hash}"`);
    },
  },
  "weights that an experiment has kept come with their settings": {
    query: "?epochs=1",
    body: async (page) => {
      await until(page, FINISHED);
      const settings: Settings = { ...BEGINNING, hidden: [20], loss: "hinge", seed: 11 };
      const { model } = prepare(
        { ...settings, schedule: "constant", dropout: 0 },
        syntheticDigits({ train: 1, test: 1 }),
      );
      const bytes = save(model, { configuration: JSON.stringify(settings) });
      await page.setInputFiles("#load-weights", [await fileOf("w.safetensors", bytes)]);
      await until(page, `document.querySelector("#what").textContent.includes("784-20-10, Tanh, hinge")`);
      const hash = await sha256(
        bytesOf(model.parameters().map(({ value }) => Float32Array.from(value.data))),
      );
      await until(page, `document.querySelector("#hash").textContent === "${hash}"`);
    },
  },
  "MNIST comes by its files": {
    query: "?epochs=1&hidden=16",
    body: async (page) => {
      await set(page, "dataset", "mnist");
      await until(page, `document.querySelector("#files").checkVisibility()`);
      const { train, test } = syntheticDigits({ train: 300, test: 100, seed: 9 });
      const blobs = [...idxFiles(train), ...idxFiles(test)];
      const files = await Promise.all(
        ["train-images", "train-labels", "t10k-images", "t10k-labels"].map(async (name, i) =>
          fileOf(`${name}-ubyte`, await blobs[i].bytes())
        ),
      );
      await page.setInputFiles("#mnist-files", files.slice(1));
      await until(
        page,
        `document.querySelector("#wrong-setting").textContent.includes("train-images is missing")`,
      );
      await page.setInputFiles("#mnist-files", files);
      await until(page, `document.querySelector("#what").textContent.includes("300 images of MNIST")`);
      await until(page, FINISHED);
      assertEquals(await page.evaluate(`document.querySelector("#files").checkVisibility()`), false);
    },
  },
};
