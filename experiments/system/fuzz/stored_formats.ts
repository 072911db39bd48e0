/** What lies in the folders of runs and of studies that go on.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { tablesOf } from "../../analysis/tables.ts";
import { conclusionOf } from "../../analysis/conclusion.ts";
import { checkManifest, readManifest } from "../../runner/shards/manifest.ts";
import { claimsIn } from "../../storage/read_claims.ts";
import { HeldClaim } from "../../storage/claim.ts";
import { FolderStore } from "../../storage/folder_store.ts";
import { decodeModel } from "../../storage/model_file.ts";
import { sealedJson } from "../../storage/sealed_json.ts";
import { studies } from "../../studies/mod.ts";
import { toPlain } from "../../study/json.ts";
import { plain } from "../../study/format.ts";
import { hasEnded, type RunRecord } from "../../study/run_record.ts";
import { factsOf } from "../../study/study_data.ts";
import { ResumableRun } from "../../training/resumable_run.ts";
import { byteEdits, editedBytes } from "./byte_edits.ts";
import type { Format } from "./format.ts";
import { edited, edits } from "./json_edits.ts";
import { assertLine, orRefused } from "./known.ts";
import * as sample from "./samples.ts";
import { assertTables } from "./tables.ts";

/** What a store has of the run; what it warns of is a line. */
async function stored(folder: string) {
  const warnings: string[] = [];
  const found = await new FolderStore(folder, (message) => void warnings.push(message)).read(sample.run);
  for (const warning of warnings) assertLine(warning);
  assert(found || warnings.length > 0, "nothing was found, and nothing said");
  return found;
}

/** Makes sure that tables and sentences can be made of a record. */
async function assertUsable(record: RunRecord): Promise<void> {
  const study = { ...studies.stability, extra: undefined };
  const whole = {
    study,
    runs: [record.run],
    records: [record],
    seeds: 1,
    data: factsOf(sample.data),
    extra: {},
  };
  assertTables(tablesOf(whole));
  for (const sentence of await conclusionOf(whole)) assertEquals(sentence, plain(sentence));
}

async function inFolderOfRun(folder: string, name: string, contents: string | Uint8Array): Promise<void> {
  await Deno.mkdir(`${folder}/${sample.run.id}`, { recursive: true });
  const path = `${folder}/${sample.run.id}/${name}`;
  await (typeof contents === "string" ? Deno.writeTextFile(path, contents) : Deno.writeFile(path, contents));
}

/** Whether a checkpoint is refused, or the run comes to its end from there. */
async function readCheckpoint(folder: string, checkpoint: Uint8Array<ArrayBuffer>): Promise<boolean> {
  await inFolderOfRun(folder, "checkpoint.safetensors", checkpoint);
  const found = await stored(folder);
  if (!found) return false;
  await assertUsable(found.record);
  return await orRefused(async () => {
    const run = new ResumableRun(sample.run, sample.data, { logEvery: 1, watch: true });
    await run.resume(found.checkpoint!);
    const record = await run.continue();
    assert(hasEnded(record), record.status);
    await assertUsable(record);
    return true;
  }) ?? false;
}

export const storedFormats: Record<string, Format> = {
  record: {
    inputs: edits,
    async read(folder, change) {
      await inFolderOfRun(folder, "record.json", await sealedJson(edited(sample.record, change)));
      const found = await stored(folder);
      if (found) await assertUsable(found.record);
      return found !== undefined;
    },
  },
  checkpoint: {
    inputs: edits,
    read: async (folder, change) =>
      await readCheckpoint(folder, await sample.checkpointWith(toPlain(edited(sample.state, change)))),
  },
  "checkpoint-bytes": {
    inputs: byteEdits,
    read: async (folder, change) =>
      await readCheckpoint(
        folder,
        await sample.resealed(editedBytes(await sample.checkpointWith(sample.state), change)),
      ),
  },
  plan: {
    inputs: edits,
    read: async (folder, change) => {
      await Deno.writeTextFile(`${folder}/manifest.json`, JSON.stringify(edited(sample.plan, change)));
      return await orRefused(async () => {
        checkManifest(folder, (await readManifest(folder))!, sample.plan);
        return true;
      }) ?? false;
    },
  },
  claim: {
    inputs: edits,
    read: async (folder, change) => {
      const claim = edited({ host: "elsewhere", pid: 1, runs: ["a", "b"] }, change);
      await Deno.writeTextFile(`${folder}/all.json`, JSON.stringify(claim));
      for (const { host, runs } of await claimsIn(folder)) {
        for (const text of [host, ...runs]) assertEquals(text, plain(text));
      }
      return await orRefused(async () => {
        await (await HeldClaim.take(folder, "all")).release();
        return true;
      }) ?? false;
    },
  },
  model: {
    inputs: byteEdits,
    read: async (folder, change) => {
      const bytes = editedBytes(sample.model, change);
      await inFolderOfRun(folder, "model.safetensors", bytes);
      await new FolderStore(folder).readModel(sample.run);
      return await orRefused(() => (decodeModel(bytes, "model.safetensors"), true)) ?? false;
    },
  },
};
