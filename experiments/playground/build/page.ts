/** Puts the page together.
 * @module
 */
import { decodeSafetensors } from "@chainrule/core";
import { Html, html, scriptCode } from "../../report/html.ts";
import { codeVersion } from "../../storage/code_version.ts";
import { fillTemplate } from "../../report/page/template.ts";
import { withMath } from "./tex.ts";

const ASSETS = new URL("../assets/", import.meta.url);
const asset = (name: string) => Deno.readTextFile(new URL(name, ASSETS));

/** The page's program, in one script: what the page does, and the worker as well. */
async function program(): Promise<string> {
  const entry = new URL("../page/main.ts", import.meta.url).pathname;
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform", "browser", "--format", "iife", "--minify", entry],
    env: { NO_COLOR: "1" },
  }).output();
  if (!success) throw new Error(`Cannot bundle ${entry}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

/** The derivations, on a page of their own. */
export async function derivationsHtml(): Promise<string> {
  const formulas = (await asset("formulas.html")).replaceAll("<details>", "<details open>");
  return fillTemplate(withMath(await asset("derivations.html")), await asset("style.css"), {
    formulas: new Html(withMath(formulas)),
  });
}

/** What a site has beside the page. */
const SITE = new Html(
  `<p><a href="report.html">Findings of the study</a> · <a href="derivations.html">Derivations</a> · ` +
    `<a href="api/index.html">API</a></p>`,
);

/** The page as one file that needs nothing else; with `site` it links to what a site has beside it. */
export async function playgroundHtml({ site = false } = {}): Promise<string> {
  const network = await Deno.readFile(new URL("../included/network.safetensors", import.meta.url));
  const { metadata: { network: shape, data, accuracy } } = decodeSafetensors(network);
  return fillTemplate(withMath(await asset("page.html")), await asset("style.css"), {
    formulas: new Html(withMath(await asset("formulas.html"))),
    parts: new Html(withMath(await asset("parts.html"))),
    code: await codeVersion(),
    provenance: `${shape}, trained by this project on ${data}; right on ${
      (100 * Number(accuracy)).toFixed(2)
    } % of the test set.`,
    site: site && SITE,
    network: network.toBase64(),
    script: html`<script id="program">${scriptCode(await program())}</script>`,
  });
}
