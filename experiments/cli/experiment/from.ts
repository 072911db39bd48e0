/** `--from FILE`: a run that goes on where another program has left it.
 * @module
 */
import { codeVersion } from "../../storage/code_version.ts";
import { MOST } from "../../storage/file_limits.ts";
import { readNamed } from "../../storage/read_file.ts";
import { dependsOnEpochs } from "../../storage/run_kinds.ts";
import { checkImages, readStartState, type StartState } from "../../storage/start_state.ts";
import { isNamed } from "../../study/choices.ts";
import { formatCount, quote } from "../../study/format.ts";
import type { StudyData } from "../../study/study_data.ts";
import type { AskedStudy } from "../../study/study_record.ts";
import { UsageError } from "../../study/usage_error.ts";
import type { Invocation } from "./invocation.ts";

/** Reads the file, and refuses options that do not go with what is in it. */
export async function startOf(
  path: string,
  { epochs, data, dataDir }: Pick<Invocation, "epochs" | "data" | "dataDir">,
): Promise<StartState> {
  const state = await readStartState(await readNamed(path, MOST.tensors), path);
  const { configuration, epochs: done, steps } = state;
  const begun = done.length + (steps > 0 ? 1 : 0), cannot = `Cannot use --epochs ${epochs} with --from`;
  if (epochs !== undefined && epochs < begun) {
    throw new UsageError(`${cannot}: the run in the file is in epoch ${formatCount(begun)}`);
  }
  if (epochs !== undefined && epochs !== configuration.epochs && dependsOnEpochs(configuration)) {
    const { schedule, epochs: own } = configuration;
    throw new UsageError(`${cannot}: the schedule ${schedule} of its run is for ${formatCount(own)} epochs`);
  }
  if (!isNamed(configuration.dataset) && data === undefined && dataDir === undefined) {
    const name = quote(configuration.dataset);
    throw new UsageError(
      `Cannot use --from without --data or --data-dir: the run in the file learned from ${name}`,
    );
  }
  return state;
}

/** The run that a state is of. */
export function goingOn(
  { configuration }: StartState,
  { asked: [asked], epochs = configuration.epochs }: Pick<Invocation, "asked" | "epochs">,
): AskedStudy {
  return { ...asked, runs: [{ ...asked.runs[0], configuration: { ...configuration, epochs } }] };
}

/** Refuses a state that learned from other images, and tells of one that other code has made. */
export async function checkStart(
  state: StartState,
  data: StudyData,
  warn: (message: string) => void,
): Promise<void> {
  checkImages(state, data);
  const code = await codeVersion();
  if (state.code !== code) {
    warn(
      `${state.name} is of version ${state.code} of the code, and this is ${code}: it may go on to other numbers`,
    );
  }
}
