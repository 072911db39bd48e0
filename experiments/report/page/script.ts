/** The scripts of the page.
 * @module
 */
import { stripTypeScriptTypes } from "node:module";
import curveRows from "../../charts/curve_rows.ts" with { type: "text" };
import charts from "../client/charts.ts" with { type: "text" };
import contents from "../client/contents.ts" with { type: "text" };
import curves from "../client/curves.ts" with { type: "text" };
import dom from "../client/dom.ts" with { type: "text" };
import legend from "../client/legend.ts" with { type: "text" };
import main from "../client/main.ts" with { type: "text" };
import print from "../client/print.ts" with { type: "text" };
import sort from "../client/sort.ts" with { type: "text" };
import theme from "../client/theme.ts" with { type: "text" };
import tooltip from "../client/tooltip.ts" with { type: "text" };

/** What comes later uses what comes before. */
const SOURCES = [dom, theme, sort, tooltip, curveRows, curves, legend, contents, print, charts, main];

/**
 * The script of the page: the files of `../client` and what they use, whose names all differ, one after the other and without their types,
 * imports and exports. A page that is opened from disk may import nothing.
 */
export function pageScript(): string {
  const sources = SOURCES.map((source) =>
    stripTypeScriptTypes(source)
      .replace(/^import\b[^;]*;$/gm, "")
      .replace(/^export (?=(?:async )?(?:function|class|const)\b)/gm, "")
      .replace(/^ *\/\*\*[\s\S]*?\*\/$|^\/\/\/.*$/gm, "")
      .replace(/^\s*\n/gm, "")
  );
  return `(() => {\n"use strict";\n${sources.join("")}})();\n`;
}

/**
 * Vega, as its package has it for pages: a script that leaves a global name. It is read from where Deno keeps the package
 * that `deno.lock` names.
 */
export function vegaScript(): Promise<string> {
  return Deno.readTextFile(new URL("vega.min.js", import.meta.resolve("vega")));
}
