/** The scripts of the page.
 * @module
 */
import { stripTypeScriptTypes } from "node:module";

/** What the script of the page is made of; what comes later uses what comes before. */
const SOURCES: readonly string[] = [
  "study/format",
  "charts/figure_text",
  "charts/curve_rows",
  ..."theme sort tooltip curves values legend contents charts main".split(" ").map((name) =>
    `report/client/${name}`
  ),
];

/**
 * The script of the page: the files of `../client` and what they use, whose names all differ, one after the other and without their types,
 * imports and exports. A page that is opened from disk may import nothing.
 */
export async function pageScript(live = false): Promise<string> {
  const names = live ? [...SOURCES, "report/client/live"] : SOURCES;
  const sources = await Promise.all(
    names.map((name) => Deno.readTextFile(new URL(`../../${name}.ts`, import.meta.url))),
  );
  const bare = sources.map((source) =>
    stripTypeScriptTypes(source)
      .replace(/^import\b[^;]*;$/gm, "")
      .replace(/^export (?=(?:async )?(?:function|class|const)\b)/gm, "")
      .replace(/^ *\/\*\*[\s\S]*?\*\/$|^\/\/\/.*$/gm, "")
      .replace(/^\s*\n/gm, "")
  );
  return `(() => {\n"use strict";\n${bare.join("")}})();\n`;
}

/**
 * Vega, as its package has it for pages: a script that leaves a global name. It is read from where Deno keeps the package
 * that `deno.lock` names.
 */
export function vegaScript(): Promise<string> {
  return Deno.readTextFile(new URL("vega.min.js", import.meta.resolve("vega")));
}

/** What changes a page into another one without losing what is open, scrolled or selected; only a live page has it. */
export async function morphScript(): Promise<string> {
  await import("morphdom"); // it has to be imported somewhere to be found
  return Deno.readTextFile(new URL("morphdom-umd.min.js", import.meta.resolve("morphdom")));
}
