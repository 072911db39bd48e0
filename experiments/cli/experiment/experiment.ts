/** What the command does once its words are read.
 * @module
 */
import { useBlas } from "@chainrule/core/blas";
import { openDataset } from "../../training/dataset.ts";
import type { Io } from "../io.ts";
import { warning } from "../warning.ts";
import { mergeOne } from "./actions/merge.ts";
import { planOne } from "./actions/plan.ts";
import { redraw } from "./actions/redraw.ts";
import { runOne } from "./actions/run.ts";
import { statusOne } from "./actions/status.ts";
import { interruptedCode, orInterrupt } from "./interrupt.ts";
import type { Invocation } from "./invocation.ts";
import type { StudyAction } from "./session.ts";

/** What is done study by study, with their images at hand. */
const ACTIONS = { run: runOne, plan: planOne, status: statusOne, merge: mergeOne } satisfies Record<
  string,
  StudyAction
>;

/**
 * Runs studies and shows them, or does something else with them.
 *
 * @returns The exit code.
 */
export async function experiment(invocation: Invocation, io: Io): Promise<number> {
  const { asked, dataDir, quiet, action, training } = invocation;
  const columns = quiet ? undefined : io.columns();
  const clear = columns === undefined ? "" : "\r\x1b[K";
  const warn = (message: string) => io.error(clear + warning(message, io.color, columns));
  if (action === "redraw") return await redraw(invocation, io, warn);
  const blas = training.blas === undefined ? undefined : useBlas(training.blas);
  try {
    const opening = openDataset(asked[0].runs[0].configuration.dataset, {
      dir: dataDir,
      warn,
      progress: (message) => columns !== undefined && io.error(clear + message.slice(0, columns - 1)),
    });
    const data = await orInterrupt(opening, io.interrupt);
    io.error(clear);
    if (!data) return interruptedCode(io.interrupt);
    let code = 0;
    for (const [i, study] of asked.entries()) {
      if (i > 0) io.out("\n");
      const own = await ACTIONS[action](study, { invocation, io, data, warn });
      if (io.interrupt.aborted && own !== 0) return own;
      code ||= own;
    }
    return code;
  } finally {
    blas?.stop();
  }
}
