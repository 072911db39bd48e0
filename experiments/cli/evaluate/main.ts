/** `deno task evaluate`.
 * @module
 */
import { processIo } from "../io.ts";
import { goOffline } from "../offline.ts";

if (import.meta.main) {
  const downloads = goOffline(), io = processIo({ downloads });
  // What has npm modules in it is imported once the network is given up.
  const { evaluate } = await import("./evaluate.ts");
  await io.exit(await evaluate(Deno.args, io));
}
