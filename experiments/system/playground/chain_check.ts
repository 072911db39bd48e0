/** The chain rule of one weight, and networks in which it goes wrong. Run by `browser_check.ts`.
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { TROUBLES } from "../../playground/page/troubles.ts";
import { type Checks, FINISHED, text, until } from "./driving.ts";

export const CHAIN: Checks = {
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
};
