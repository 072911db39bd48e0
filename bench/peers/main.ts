/** `deno task bench:peers`: the same training with other libraries.
 * @module
 */
import { compare } from "./compare.ts";
import { HELP, parseOptions, UsageError } from "./options.ts";

/** The errors that say themselves what is wrong. Of any other the stack is of interest. */
const KNOWN = ["DataError", "DataUnavailableError", "MemoryError", "PeerError", "RangeError", "NotCapable"];

/** The command. Returns the exit code: 0 done, 1 failed, 2 wrong command line, 130 interrupted. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args);
    if (options === "help") {
      console.log(HELP.trimEnd());
      return 0;
    }
    const controller = new AbortController(), stop = () => controller.abort();
    Deno.addSignalListener("SIGINT", stop);
    const folder = await Deno.makeTempDir({ prefix: "chainrule_peers_" });
    try {
      await compare(options, folder, controller.signal);
      return 0;
    } catch (error) {
      if (controller.signal.aborted) return 130;
      throw error;
    } finally {
      Deno.removeSignalListener("SIGINT", stop);
      await Deno.remove(folder, { recursive: true });
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error instanceof UsageError) console.error(error.message);
    else console.error(KNOWN.includes(error.name) ? error.message : error.stack);
    return error instanceof UsageError ? 2 : 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
