/** Puts the page together.
 * @module
 */
import { decodeSafetensors } from "@chainrule/core";
import { scriptCode } from "../../report/html.ts";
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

/** The derivations, as HTML with MathML. */
export async function formulas(): Promise<string> {
  return withMath(await asset("formulas.html"));
}

/** The page as one file that needs nothing else. */
export async function playgroundHtml(): Promise<string> {
  const network = await Deno.readFile(new URL("../included/network.safetensors", import.meta.url));
  const { metadata: { network: shape, data, accuracy } } = decodeSafetensors(network);
  const slots: Record<string, string> = {
    style: `<style>${await asset("style.css")}</style>`,
    formulas: await formulas(),
    parts: withMath(await asset("parts.html")),
    provenance: `${shape}, trained by this project on ${data}; ${
      (100 * Number(accuracy)).toFixed(2)
    } % of the test set.`,
    network: network.toBase64(),
    script: `<script id="program">${scriptCode(await program())}</script>`,
  };
  const page = withMath(await asset("page.html"));
  return page.replace(/\{\{ (\w+) \}\}/g, (_, name) => slots[name]);
}
