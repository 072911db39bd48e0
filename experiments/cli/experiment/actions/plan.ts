/** Writes what the runs of a study are.
 * @module
 */
import { layOut } from "../../../runner/lay_out.ts";
import { makeManifest, writeManifest } from "../../../runner/shards/manifest.ts";
import { arrayList } from "../../../runner/shards/shard.ts";
import { makeFolder } from "../../../storage/write_file.ts";
import { plural } from "../../../study/format.ts";
import type { AskedStudy } from "../../../study/study_record.ts";
import { runnerOptions, type Session } from "../session.ts";

/** Writes `manifest.json`. */
export async function planOne(asked: AskedStudy, session: Session): Promise<number> {
  const options = runnerOptions(asked, session), { folder } = options;
  const { plan, runs } = await layOut(asked.study, options);
  const shards = session.invocation.shards ?? runs.length;
  await makeFolder(folder);
  await writeManifest(folder, makeManifest(plan, runs, { shards, firstTask: 1 }));
  const tasks = Array.from({ length: Math.min(shards, runs.length) }, (_, i) => i + 1);
  session.io.out(
    `${plural(runs.length, "run")} in ${plural(shards, "shard")}, for a job array:\n` +
      `  --array=${arrayList(tasks)}\n\nWritten:\n  ${folder}/manifest.json\n`,
  );
  return 0;
}
