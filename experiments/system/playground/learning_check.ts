/** What the page does when it learns: settings, steps, weights. Run by `browser_check.ts`.
 * @module
 */
import { syntheticDigits } from "@chainrule/data";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { BEGINNING, RANGES, type Settings } from "../../playground/engine/settings.ts";
import { bytesOf } from "../../playground/page/share.ts";
import { sha256 } from "../../study/sha256.ts";
import { prepare, train } from "../../training/train.ts";
import { comesTo } from "../browser/browser.ts";
import { type Checks, figure, FINISHED, pause, set, text, until } from "./driving.ts";

export const LEARNING: Checks = {
  "it answers before anything has been learned, and a stroke changes the answer": {
    body: async (page) => {
      const before = await text(page, "#answers");
      assert(/\d\d\.\d %/.test(before), before);
      await page.locator("#clear").click();
      const { x, y } = await page.evaluate<{ x: number; y: number }>(
        `document.querySelector("#pad").getBoundingClientRect().toJSON()`,
      );
      await page.mouse.move(x + 130, y + 40);
      await page.mouse.down();
      for (let i = 0; i <= 20; i++) await page.mouse.move(x + 130, y + 40 + 9 * i);
      await page.mouse.up();
      await until(page, `document.querySelector("#answer").textContent === "The network says 1"`);
      assert(await text(page, "#answers") !== before);
    },
  },
  "it trains to 90 % of the synthetic digits, and goes back to any step": {
    body: async (page) => {
      await until(
        page,
        `parseFloat(document.querySelectorAll("#figures dd:first-of-type")[3].textContent) >= 90`,
        120,
      );
      await pause(page);
      const [accuracy, hash] = [await figure(page, 3), await text(page, "#hash")];
      await page.waitForTimeout(300);
      await page.evaluate(
        `((range) => { range.value = 150; range.dispatchEvent(new Event("change")); })(document.querySelector("#moment"))`,
      );
      await until(page, `document.querySelector("#moment-text").textContent === "150"`);
      assertEquals(await figure(page, 0), 1.5);
      assert(await figure(page, 3) < accuracy);
      await page.locator("#step").click();
      await until(page, `document.querySelector("#moment-text").textContent === "151"`);
      await until(page, `document.querySelector("#hash").textContent !== ${JSON.stringify(hash)}`);
    },
  },
  "the same seed comes to the same weights as in Deno": {
    query:
      "?epochs=2&hidden=32-16&activation=selu+tanh&loss=focal&gamma=1.5&optimizer=adam&learningRate=0.005&schedule=cosine&dropout=0.1&seed=7",
    body: async (page) => {
      await until(page, FINISHED);
      await until(page, `document.querySelector("#hash-of").textContent === "after step 200"`);
      const settings: Settings = {
        ...BEGINNING,
        epochs: 2,
        hidden: [32, 16],
        activation: ["selu", "tanh"],
        loss: "focal",
        gamma: 1.5,
        optimizer: "adam",
        learningRate: 0.005,
        schedule: "cosine",
        dropout: 0.1,
        seed: 7,
      };
      const training = prepare(settings, syntheticDigits());
      for (const _ of train(training));
      const weights = training.model.parameters().map(({ value }) => Float32Array.from(value.data));
      const wanted = await sha256(bytesOf(weights));
      await comesTo(page, () => text(page, "#hash"), wanted);
      assertEquals(await figure(page, 3), Number((100 * training.epochs[1].heldOutAccuracy).toFixed(2)));
    },
  },
  "every setting takes effect, is in the address, and a wrong one is refused": {
    body: async (page) => {
      const other: Partial<Record<keyof Settings, string>> = {
        hidden: "24, 12",
        initStd: "0.05",
        epochs: "500",
        dropout: "0.2",
        clipNorm: "3",
        seed: "5",
      };
      for (const [key, range] of Object.entries(RANGES)) {
        if (key === "dataset") continue;
        // What is in use only with another loss, optimizer, activation or first weights is set with it.
        const needed: Record<string, [string, string]> = {
          margin: ["loss", "hinge"],
          alpha: ["loss", "focal"],
          gamma: ["loss", "focal"],
          softmax: ["loss", "kl-div"],
          initStd: ["init", "normal"],
          momentum: ["optimizer", "sgd"],
          beta1: ["optimizer", "adam"],
          beta2: ["optimizer", "adam"],
          epsilon: ["optimizer", "adam"],
          rmsDecay: ["optimizer", "rmsprop"],
        };
        const activations: Record<string, string> = {
          negativeSlope: "leaky-relu",
          initSlope: "p-relu",
          eluAlpha: "elu",
        };
        if (key in needed) await set(page, ...needed[key]);
        if (key in activations) await page.selectOption(`#activations [data-layer="0"]`, activations[key]);
        const value = other[key as keyof Settings] ?? (Array.isArray(range) ? range.at(-1)! : "0.5");
        const whole = "whole" in range ? String(Math.ceil(Number(value)) * 7) : value;
        await set(page, key, whole);
        await until(page, `new URLSearchParams(location.search).get("${key}") === "${whole}"`);
      }
      await page.selectOption(`#activations [data-layer="0"]`, "tanh");
      await set(page, "hidden", other.hidden!);
      await page.selectOption(`#activations [data-layer="1"]`, "relu");
      await until(page, `new URLSearchParams(location.search).get("activation") === "tanh relu"`);
      await until(
        page,
        `document.querySelector("#what").textContent.includes("784-24-12-10, Tanh and ReLU")`,
      );
      await set(page, "learningRate", "-1");
      assertStringIncludes(await text(page, "#wrong-setting"), "Learning rate: found “-1”");
      await set(page, "learningRate", "0.01");
      assertEquals(await text(page, "#wrong-setting"), "");
    },
  },
  "settings change while it learns, and the weights are kept": {
    query: "?epochs=1000",
    body: async (page) => {
      await until(
        page,
        `parseFloat(document.querySelectorAll("#figures dd:first-of-type")[3].textContent) >= 80`,
        120,
      );
      await set(page, "learningRate", "0");
      await set(page, "momentum", "0");
      const epoch = await figure(page, 0);
      await until(page, `parseFloat(document.querySelector("#figures dd").textContent) > ${epoch + 1.2}`);
      const accuracy = await figure(page, 3);
      await until(page, `parseFloat(document.querySelector("#figures dd").textContent) > ${epoch + 2.4}`);
      assertEquals(await figure(page, 3), accuracy);
    },
  },
  "two networks, and an address that brings both back": {
    query: "?epochs=1",
    body: async (page) => {
      await page.locator("#compare").click();
      await set(page, "loss", "hinge");
      await until(page, `document.querySelectorAll("#figures dd")[7].textContent.includes("%")`);
      const link = await page.evaluate<string>(`document.querySelector("#link").value`);
      await page.goto(link);
      await until(page, FINISHED);
      assertEquals(await page.evaluate(`document.querySelector("#second-tab").hidden`), false);
      assertStringIncludes(await text(page, "#notice"), "The second network finished");
      assertStringIncludes(
        await page.evaluate<string>(`document.querySelector("#command").value`),
        "--epochs 1 --seed 1 --save-models",
      );
    },
  },
};
