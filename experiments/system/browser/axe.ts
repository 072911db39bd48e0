/** What axe-core finds on a page, whatever the page.
 * @module
 */
import type { Page } from "./browser.ts";

/** axe-core. Its name is put together for the same reason as Playwright's. */
const AXE = ["npm:axe-core", "4.14.1"].join("@");

/** What it finds: a rule, and where it is broken. */
interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/** What keeps somebody from using the page as it is now: a rule each, with the first places. */
export async function violations(page: Pick<Page, "evaluate">): Promise<string[]> {
  const { default: { source } } = await import(AXE);
  await page.evaluate(source);
  const found = await page.evaluate<Violation[]>("axe.run().then(({ violations }) => violations)");
  return found.map(({ id, nodes }) => {
    const where = nodes.slice(0, 3).map(({ target, failureSummary }) => `  ${target}: ${failureSummary}`);
    return `${id}, ${nodes.length} times:\n${where.join("\n")}`;
  });
}
