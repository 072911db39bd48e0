import { isNamed } from "../../study/choices.ts";
import { openDataset } from "../../training/dataset.ts";
import type { Io } from "../io.ts";
import { warning } from "../warning.ts";
import { checkClassWeights } from "./check_class_weights.ts";
import { checkDistortions } from "./check_distortions.ts";
import { estimateText } from "./estimate.ts";
import { checkStart, goingOn, startOf } from "./from.ts";
import { interruptedCode, orInterrupt } from "./interrupt.ts";
import type { Invocation } from "./invocation.ts";
import { nativeKernels } from "./native.ts";
import { redraw } from "./redraw.ts";
import { run } from "./train.ts";
import { folderOf } from "./session.ts";
import { merge, plan, status } from "./shards.ts";

/** What is done study by study, with their images at hand. It returns the exit code. */
const ACTIONS = { run, plan, status, merge };

/** Runs studies and shows them, or does something else with them. Returns the exit code. */
export async function experiment(invocation: Invocation, io: Io): Promise<number> {
  const { dataDir, data: own, quiet, action, training, command } = invocation;
  const columns = quiet ? undefined : io.columns();
  const clear = columns === undefined ? "" : "\r\x1b[K";
  const warn = (message: string) => io.error(clear + warning(message, io.color, io.columns()));
  if (action === "redraw") return await redraw(invocation, io, warn);
  checkDistortions(invocation);
  using native = nativeKernels(invocation.native, warn);
  const from = invocation.from === undefined ? undefined : await startOf(invocation.from, invocation);
  const all = from ? [goingOn(from, invocation)] : invocation.asked;
  const { dataset, seed } = all[0].runs[0].configuration;
  // Images that nobody has published are called after their folder, which an option names.
  const opening = openDataset(isNamed(dataset) ? dataset : "auto", {
    dir: dataDir,
    data: own,
    seed,
    warn,
    download: io.downloads?.download,
    progress: (message) => columns !== undefined && io.error(clear + message.slice(0, columns - 1)),
  });
  const data = await orInterrupt(opening, io.interrupt);
  io.error(clear);
  io.downloads?.end();
  if (data) checkClassWeights(invocation, data.train.classes);
  if (!data) return interruptedCode(io.interrupt);
  if (from) await checkStart(from, data, warn);
  if (action === "run" && invocation.asked.length > 1 && !quiet) {
    io.error(await estimateText(invocation, data));
  }
  let code = 0;
  for (const [i, asked] of all.entries()) {
    if (i > 0) io.out("\n");
    const folder = folderOf(asked.study.name, invocation);
    const times = !invocation.untimed || asked.study.timed === true;
    const how = { ...training, native: native !== undefined, times };
    const options = { ...how, ...asked, data, command, folder, from, reporter: { warn } };
    const ended = await ACTIONS[action]({ asked, options, invocation, io, warn });
    if (io.interrupt.aborted && ended !== 0) return ended;
    code ||= ended;
  }
  return code;
}
