/** `deno task playground`: writes the page, one file, and says where it is.
 * @module
 */
import { playgroundHtml } from "./page.ts";

const [path = "results/playground.html"] = Deno.args;
await Deno.mkdir(path.replace(/[^/\\]*$/, "") || ".", { recursive: true });
await Deno.writeTextFile(path, await playgroundHtml());
const { size } = await Deno.stat(path);
console.log(`file://${await Deno.realPath(path)} (${Math.round(size / 1000)} KB)`);
