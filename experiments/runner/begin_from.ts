import { orRefuse, type StartState } from "../storage/start_state.ts";
import type { IdentifiedRun } from "../storage/run_identity.ts";
import type { RunStore } from "../storage/run_store.ts";
import type { StudyData } from "../study/study_data.ts";
import { ResumableRun } from "../training/resumable_run.ts";

/** Has a run begin where a file says, unless it has come further already: from there on it is like any that was interrupted. */
export async function beginFrom(
  state: StartState,
  run: IdentifiedRun,
  data: StudyData,
  store: RunStore,
): Promise<void> {
  if (await store.read(run)) return;
  const paused = new ResumableRun(run, data);
  await orRefuse(state.name, () => paused.resume(state.bytes));
  await store.saveCheckpoint(run, { record: paused.record, checkpoint: await paused.checkpoint() });
}
