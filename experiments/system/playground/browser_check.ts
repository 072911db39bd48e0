/** `deno task playground:check`: uses the page in a real browser, from disk.
 *
 * It is no part of `deno task test`: it starts a program. Where there is no Chromium it says so and is skipped.
 *
 * @module
 */
import { syntheticDigits } from "@chainrule/data";
import { save } from "@chainrule/layers";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { violations } from "../browser/axe.ts";
import { type Browser, comesTo, findChromium, launch, type Screen } from "../browser/browser.ts";
import {
  type Checks,
  figure,
  fileOf,
  FINISHED,
  offered,
  type Page,
  pause,
  set,
  text,
  until,
} from "./driving.ts";
import { RUN_FILES } from "./run_files_check.ts";
import { sha256 } from "../../study/sha256.ts";
import { prepare, train } from "../../training/train.ts";
import { BEGINNING, RANGES, type Settings } from "../../playground/engine/settings.ts";
import { idxFiles } from "../../playground/site/excerpt.ts";
import { bytesOf } from "../../playground/page/share.ts";
import { TROUBLES } from "../../playground/page/troubles.ts";

const DESK: Screen = { viewport: { width: 1280, height: 900 } };
const PHONE: Screen = { viewport: { width: 390, height: 844 }, hasTouch: true };

const ON_DESK: Checks = {
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
  "one weight: chain rule and finite difference are equal to five digits, in each layer and for each loss": {
    query: "?epochs=1",
    body: async (page) => {
      await page.evaluate(`document.querySelector("#ladder").scrollIntoView({ behavior: "instant" })`);
      await page.waitForTimeout(300);
      for (const subject of ["included", "0"]) {
        await page.evaluate(`document.querySelector('[name="subject"][value="${subject}"]').click()`);
        await until(page, FINISHED);
        for (const loss of ["softmax-cross-entropy", "kl-div", "hinge", "focal"]) {
          await page.selectOption("#explained-loss", loss);
          for (const label of ["3", "8"]) {
            await page.selectOption("#label", label);
            await page.waitForTimeout(120);
            const agreement = await text(page, "#agreement");
            const [, digits] = agreement.match(/^equal to (\d+) digits$/) ?? [];
            assert(Number(digits) >= 5, `${subject}, ${loss}, ${label}: ${agreement}`);
          }
        }
      }
      await page.selectOption("#w-layer", "1");
      await page.locator("#ladder canvas.grid").last().press("ArrowRight");
      assertStringIncludes(await text(page, "#equation"), "of layer 1");
      const loss = await text(page, "#loss-value");
      await page.locator("#turn").focus();
      for (let i = 0; i < 3; i++) await page.keyboard.press("PageUp");
      await until(page, `document.querySelector("#turned").textContent.includes("the gradient foretold")`);
      assert(await text(page, "#loss-value") !== loss);
      await page.locator("#turn-back").click();
      await until(page, `document.querySelector("#loss-value").textContent === ${JSON.stringify(loss)}`);
    },
  },
  "what goes wrong goes wrong, and is cured": {
    body: async (page) => {
      const see = async (name: string, expression: string) => {
        await page.locator(`[data-try="${name}"]`).click();
        await page.waitForTimeout(400);
        await until(page, expression, 90);
      };
      const accuracy = (i = 0) =>
        `parseFloat(document.querySelectorAll("#figures div:last-child dd")[${i}].textContent)`;
      const cell = (row: number, column: number) =>
        `document.querySelector("#inside tbody").rows[${row}].cells[${column}].textContent`;
      assertEquals(TROUBLES.flatMap(({ name, tries }) => tries.map((_, i) => `${name}-${i}`)).length, 12);
      await see(
        "selu-0",
        `document.querySelector("#live-state").textContent.includes("diverged in step 10")`,
      );
      await see("selu-1", `${accuracy()} > 60`);
      await see("selu-2", `${accuracy()} > 60`);
      await see(
        "softmax-0",
        `document.querySelector("#live-state").textContent.includes("diverged in step 1")`,
      );
      await see("softmax-1", `${accuracy()} > 70`);
      await see(
        "deep-0",
        `parseFloat(${cell(15, 2)}) < 1e-9 && parseFloat(${cell(0, 3)}) < 1e-12 && ${accuracy()} < 20`,
      );
      await see("deep-1", `${accuracy()} > 60`);
      await see("dead-0", `${cell(0, 4)} === "100 %"`);
      await see("dead-1", `${accuracy()} > 70 && ${cell(0, 4)} !== "100 %"`);
      await see("dead-2", `${accuracy()} > 70 && ${cell(0, 4)} === "0 %"`);
      await see("focal-0", `${accuracy()} > ${accuracy(1)} + 10`);
      await see("focal-1", `${accuracy(1)} > 75`);
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
  ...RUN_FILES,
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
  "by the keyboard alone": {
    query: "?epochs=1000",
    body: async (page) => {
      const reached = new Set<string>();
      for (let i = 0; i < 90; i++) {
        await page.keyboard.press("Tab");
        reached.add(
          await page.evaluate<string>(
            `document.activeElement.id || document.activeElement.name || document.activeElement.className`,
          ),
        );
      }
      for (
        const name of [
          "theme",
          "pad",
          "clear",
          "run",
          "moment",
          "hidden",
          "loss",
          "turn",
          "w-layer",
          "gallery",
        ]
      ) assert(reached.has(name), `${name} is not reached: ${[...reached]}`);
      await page.locator("#run").press("Enter");
      await until(page, `document.querySelector("#run").textContent === "Train"`);
      await page.locator("#clear").press("Enter");
      for (let i = 0; i < 12; i++) await page.locator("#pad").press("ArrowDown");
      await until(page, `document.querySelector("#answer").textContent === "The network says 1"`);
      await page.locator("#gallery").focus();
      await page.waitForTimeout(500);
      const unit = await text(page, "#unit-title");
      await page.locator("#gallery").press("ArrowRight");
      await until(page, `document.querySelector("#unit-title").textContent !== ${JSON.stringify(unit)}`);
    },
  },
  "nothing moves while it learns, nor when it ends": {
    query: "?epochs=1",
    body: async (page) => {
      const tops = `["settings", "chain", "wrong", "formulas", "share"].map((id) => ` +
        `document.getElementById(id).getBoundingClientRect().top + scrollY)`;
      await page.locator("#again").click();
      const before = await page.evaluate<number[]>(tops);
      await until(page, FINISHED);
      const after = await page.evaluate<number[]>(tops);
      assert(after.every((top, i) => Math.abs(top - before[i]) < 1), `${before} became ${after}`);
    },
  },
  "a click into the ladder says what it chose, where the card of the weight is not seen": {
    query: "?epochs=1",
    body: async (page) => {
      await page.evaluate(`document.querySelector("#ladder canvas.grid").focus()`);
      await page.evaluate(
        `document.querySelector("#ladder").lastElementChild.scrollIntoView({ behavior: "instant", block: "start" })`,
      );
      await until(page, `document.querySelector("#equation").getBoundingClientRect().bottom < 0`);
      assertEquals(await page.evaluate(`document.querySelector("#followed").hidden`), true);
      await page.locator("#ladder canvas.grid").last().press("ArrowRight");
      await until(page, `!document.querySelector("#followed").hidden`);
      assertStringIncludes(await text(page, "#followed"), "of layer 2: ∂L/∂w =");
      await page.locator("#followed a").click();
      await until(page, `document.querySelector("#followed").hidden`);
    },
  },
  "a link of the header leads to its section": {
    body: async (page) => {
      for (const id of ["wrong", "share", "chain"]) {
        await page.locator(`.top nav a[href="#${id}"]`).click();
        const top = `document.querySelector("#${id}").getBoundingClientRect().top`;
        const atEnd = "innerHeight + scrollY >= document.documentElement.scrollHeight - 2";
        // It scrolls smoothly, which takes longer where other programs are at work.
        await until(page, `Math.abs(${top} - 72) < 3 || ${atEnd} && ${top} > 0`);
      }
    },
  },
  "nothing stands in anybody's way: axe-core, light and dark": {
    query: "?epochs=1",
    body: async (page) => {
      await until(page, FINISHED);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.waitForTimeout(300);
        assertEquals(await violations(page), []);
      }
    },
  },
};

const ON_PHONE: Checks = {
  "nothing is wider than a phone, and axe-core finds nothing": {
    query: "?epochs=1",
    body: async (page) => {
      await until(page, FINISHED);
      await page.evaluate(`window.scrollTo(0, 1e6)`);
      await page.waitForTimeout(500);
      assertEquals(await page.evaluate<number>("document.documentElement.scrollWidth"), 390);
      assertEquals(await violations(page), []);
    },
  },
  "what is to be pressed is large enough for a finger": {
    body: async (page) => {
      const small = await page.evaluate<string[]>(
        "[...document.querySelectorAll('button, .top nav a, summary, select')].filter((one) => one.checkVisibility() && " +
          "one.getBoundingClientRect().height < 34).map((one) => one.textContent)",
      );
      assertEquals(small, []);
    },
  },
};

/** Opens the page anew for each check; any console error and any request but for the page itself and its worker fails it. */
async function check(
  browser: Browser,
  address: string,
  screen: Screen,
  { query = "", body }: Checks[string],
): Promise<void> {
  const page = await browser.newPage(screen) as Page, wrong: string[] = [];
  page.on(
    "console",
    (message) => ["error", "warning"].includes(message.type()) && wrong.push(message.text()),
  );
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith("blob:") && !url.startsWith("data:")) wrong.push(url);
  });
  try {
    await page.goto(address + query);
    await until(
      page,
      `document.querySelector("#ready") && document.querySelector("#hash").textContent !== ""`,
    );
    await body(page);
    assertEquals(wrong, [], "console errors or requests");
  } finally {
    await page.close();
  }
}

if (import.meta.main) {
  const [path, only] = Deno.args, { size } = await Deno.stat(path);
  assert(size < 1_000_000, `the page has ${size} bytes, want less than 1 MB`);
  const chromium = await findChromium();
  if (chromium === undefined) {
    console.log("SKIPPED: there is no Chromium (CHROMIUM_PATH names one that is somewhere unusual).");
    Deno.exit(0);
  }
  const browser = await launch(chromium), address = `file://${await Deno.realPath(path)}`;
  const all = ([[DESK, ON_DESK], [PHONE, ON_PHONE]] as const).flatMap(([screen, checks]) =>
    Object.entries(checks).map(([name, one]) => ({ screen, name, one }))
  ).filter(({ name }) => name.includes(only ?? ""));
  let failed = 0;
  for (const { screen, name, one } of all) {
    try {
      await check(browser, address, screen, one);
      console.log(`ok      ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAILED  ${name}\n${(error as Error).stack ?? error}`);
    }
  }
  await browser.close();
  console.log(`${all.length - failed} passed, ${failed} failed`);
  Deno.exit(failed === 0 ? 0 : 1);
}
