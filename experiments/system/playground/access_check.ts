/** Whether everybody can use the page: the keyboard, what axe-core finds, a phone. Run by `browser_check.ts`.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { violations } from "../browser/axe.ts";
import { type Checks, FINISHED, text, until } from "./driving.ts";

export const ACCESS: Checks = {
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

export const ACCESS_ON_PHONE: Checks = {
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
