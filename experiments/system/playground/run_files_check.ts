/** Runs that begin in the page and go on in Deno, and the other way round. Run by `browser_check.ts`.
 * @module
 */
import { decodeSafetensors } from "@chainrule/core";
import { syntheticDigits } from "@chainrule/data";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { fromAddress } from "../../playground/engine/settings.ts";
import { bytesOf, toCommand } from "../../playground/page/share.ts";
import { sha256 } from "../../study/sha256.ts";
import { prepare, train } from "../../training/train.ts";
import { runExperiment } from "../command.ts";
import { type Checks, fileOf, FINISHED, offered, type Page, pause, set, text, until } from "./driving.ts";

const QUERY =
  "epochs=3&hidden=24-12&activation=selu+tanh&optimizer=adam&learningRate=0.004&schedule=cosine&dropout=0.1&seed=3";
const CONSTANT = "epochs=2&hidden=12&activation=tanh&loss=focal&seed=5";

/** The SHA-256 of the weights of a run that nobody interrupts. */
async function unbroken(query: string): Promise<string> {
  const training = prepare(fromAddress(query), syntheticDigits());
  for (const _ of train(training));
  return await sha256(bytesOf(training.model.parameters().map(({ value }) => Float32Array.from(value.data))));
}

/** The same of a file of weights. */
async function hashOf(path: string): Promise<string> {
  const tensors = Object.values(decodeSafetensors(await Deno.readFile(path)).tensors);
  return await sha256(bytesOf(tensors.map(({ data }) => Float32Array.from(data))));
}

async function command(folder: string, ...words: string[]): Promise<void> {
  const { code, error } = await runExperiment([...words, "--quiet", "--save-models", "--out", folder]);
  assertEquals(code, 0, error);
}

/** Waits for the hash of the weights after a step. */
async function hashAt(page: Page, step: string): Promise<string> {
  await until(page, `document.querySelector("#hash-of").textContent === "after step ${step}"`);
  return await text(page, "#hash");
}

export const RUN_FILES: Checks = {
  "a run that was begun here goes on in Deno, and here, to the weights of one without a break": {
    query: `?${QUERY}`,
    body: async (page) => {
      await until(page, FINISHED);
      await page.evaluate(
        `((range) => { range.value = 137; range.dispatchEvent(new Event("change")); })(document.querySelector("#moment"))`,
      );
      await hashAt(page, "137");
      const { name, bytes } = await offered(page, "#save-run"), wanted = await unbroken(QUERY);
      assertEquals(name, "chainrule-run-1.safetensors");
      const folder = await Deno.makeTempDir();
      try {
        await Deno.writeFile(`${folder}/run`, bytes);
        await command(folder, "train", "--from", `${folder}/run`);
        assertEquals(await hashOf(`${folder}/train/models/train.safetensors`), wanted);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
      await set(page, "hidden", "8");
      await until(page, `document.querySelector("#what").textContent.includes("784-8-10")`);
      await page.locator("#compare").click();
      await page.setInputFiles("#open-run", [await fileOf("run.safetensors", bytes)]);
      await until(
        page,
        `document.querySelector("#what").textContent.includes("784-24-12-10, SELU and Tanh")`,
      );
      await hashAt(page, "137");
      assertStringIncludes(await text(page, "#shared"), "run.safetensors stands at step 137, epoch 1.37");
      assertEquals(await page.evaluate(`document.querySelector("#second-tab").hidden`), true);
      await page.locator("#run").click();
      await until(page, FINISHED);
      assertEquals(await hashAt(page, "300"), wanted);
    },
  },
  "a run that was begun in Deno goes on here to the weights of one without a break": {
    query: "?epochs=1",
    body: async (page) => {
      await until(page, FINISHED);
      const folder = await Deno.makeTempDir(), begun = fromAddress(CONSTANT.replace("epochs=2", "epochs=1"));
      try {
        await command(
          folder,
          ...toCommand(begun).replace("deno task experiment ", "").split(" ").slice(0, -1),
        );
        const [{ name: id }] = await Array.fromAsync(Deno.readDir(`${folder}/train/runs`));
        const end = await Deno.readFile(`${folder}/train/runs/${id}/end.safetensors`);
        await page.setInputFiles("#open-run", [await fileOf("end.safetensors", end)]);
        await until(page, `document.querySelector("#what").textContent.includes("784-12-10, Tanh, focal")`);
        await set(page, "epochs", "2");
        await page.locator("#run").click();
        assertEquals(await hashAt(page, "200"), await unbroken(CONSTANT));

        const weights = await Deno.readFile(`${folder}/train/models/train.safetensors`),
          damaged = end.slice();
        damaged[damaged.length - 5] ^= 1;
        for (
          const [bytes, words] of [
            [damaged, "Cannot go on from x: the checksum does not match, so the file is damaged"],
            [weights, "want a saved run, which weights alone are not"],
            [new Uint8Array(), "Cannot go on from x: the file is none"],
          ] as const
        ) {
          await page.setInputFiles("#open-run", [await fileOf("x", bytes)]);
          await until(
            page,
            `document.querySelector("#shared").textContent.includes(${JSON.stringify(words)})`,
          );
          assertEquals(await hashAt(page, "200"), await unbroken(CONSTANT));
        }
        await pause(page);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  },
};
