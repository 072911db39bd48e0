/** The page in browsers other than Chromium, from disk: those that are not there are skipped. Part of `deno task playground:check`.
 * @module
 */
import { useKernels } from "@chainrule/core";
import { syntheticDigits } from "@chainrule/data";
import { assert, assertEquals } from "@std/assert";
import { fromAddress } from "../../playground/engine/settings.ts";
import { bytesOf } from "../../playground/page/share.ts";
import { sha256 } from "../../study/sha256.ts";
import { prepare, train } from "../../training/train.ts";
import type { Driver } from "../browser/driver.ts";
import { startFirefox } from "../browser/firefox.ts";
import { startWebKit } from "../browser/webkit.ts";

const QUERY = "epochs=12&hidden=32&activation=selu&optimizer=adam&learningRate=0.003&seed=7";

/** Whether an engine has relaxed SIMD: a module with one function that uses it. */
const RELAXED =
  `WebAssembly.validate(Uint8Array.of(${"0,97,115,109,1,0,0,0,1,8,1,96,3,123,123,123,1,123,3,2,1,0,10,13,1,11,0,32,0,32,1,32,2,253,133,2,11"}))`;

const text = (driver: Driver, selector: string) =>
  driver.evaluate<string>(`document.querySelector(${JSON.stringify(selector)}).textContent`);

/** Waits until an expression is true. */
async function until(driver: Driver, expression: string, seconds = 240): Promise<void> {
  for (let i = 0; i < 10 * seconds; i++) {
    if (await driver.evaluate<boolean>(`Boolean(${expression})`)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Cannot go on: not true after ${seconds} s: ${expression}`);
}

/** It loads, answers to a stroke, learns, and comes to the weights of Deno. */
async function use(driver: Driver, address: string): Promise<void> {
  await driver.goto(`${address}?${QUERY}`);
  await until(driver, `document.querySelector("#ready")`);
  await until(driver, `/\\d\\d\\.\\d %/.test(document.querySelector("#answers").textContent)`);
  await driver.evaluate(`document.querySelector("#clear").click()`);
  const { x, y } = await driver.evaluate<{ x: number; y: number }>(
    `document.querySelector("#pad").getBoundingClientRect().toJSON()`,
  );
  await driver.drag(Array.from({ length: 10 }, (_, i) => [x + 130, y + 40 + 20 * i] as const));
  await until(driver, `document.querySelector("#answer").textContent === "The network says 1"`);

  await until(driver, `document.querySelector("#notice").textContent.includes("finished")`);
  await until(driver, `document.querySelector("#hash-of").textContent === "after step 1,200"`);
  // What an engine without relaxed SIMD rounds twice, strict kernels do as well.
  useKernels(await driver.evaluate<boolean>(RELAXED) ? "fast" : "strict");
  const training = prepare(fromAddress(QUERY), syntheticDigits());
  for (const _ of train(training));
  const weights = training.model.parameters().map(({ value }) => Float32Array.from(value.data));
  assert(training.epochs.at(-1)!.heldOutAccuracy >= 0.9);
  assertEquals(await text(driver, "#hash"), await sha256(bytesOf(weights)));
  assertEquals(driver.errors, []);
}

if (import.meta.main) {
  const address = `file://${await Deno.realPath(Deno.args[0])}`;
  for (
    const [name, start] of [["Firefox", startFirefox], ["WebKitGTK with a display", startWebKit]] as const
  ) {
    await using driver = await start([1280, 900]);
    if (driver) {
      await use(driver, address);
      console.log(`ok      ${driver.name}: it answers, learns, and comes to the weights of Deno`);
    } else console.log(`SKIPPED: there is no ${name}.`);
  }
}
