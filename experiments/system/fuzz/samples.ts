/** What programs have written: the beginnings of all inputs.
 * @module
 */
import { saveCheckpoint } from "@chainrule/core";
import { syntheticDigits } from "@chainrule/data";
import { filesOf } from "../../report/fixtures.ts";
import {
  exponentialRecord,
  lossRecord,
  madeUp,
  publishedRecord,
  stabilityRecord,
} from "../../report/made_up_records.ts";
import { layOut } from "../../runner/lay_out.ts";
import { makeManifest } from "../../runner/shards/manifest.ts";
import { type IdentifiedRun, identify } from "../../storage/run_identity.ts";
import { encodeModel } from "../../storage/model_file.ts";
import { studies } from "../../studies/mod.ts";
import { DEFAULTS } from "../../study/configuration.ts";
import { sha256 } from "../../study/sha256.ts";
import { toPlain } from "../../study/json.ts";
import { runsOf } from "../../study/study.ts";
import type { StudyData } from "../../study/study_data.ts";
import { ResumableRun } from "../../training/resumable_run.ts";
import { prepare } from "../../training/train.ts";

const digits = syntheticDigits({ train: 30, test: 10, rows: 8, columns: 8, seed: 1 });
const settings = { hidden: [2], batchSize: 10, epochs: 3, dataset: "synthetic" as const };

/** Few and small images. */
export const data: StudyData = {
  name: "synthetic",
  ...digits,
  source: "a test",
  verified: undefined,
  checksum: "0123",
};

/** A run with the smallest of networks. */
export const run: IdentifiedRun = await identify(
  { name: "a", configuration: { ...DEFAULTS, ...settings } },
  data,
  {
    logEvery: 1,
    watch: true,
    code: "1",
  },
);

const training = new ResumableRun(run, data, { logEvery: 1, watch: true });
await training.continue(1);
const { run: _, status: _s, ...soFar } = structuredClone(training.record);

/** What a checkpoint of it holds besides tensors. */
export const state: unknown = toPlain({ id: run.id, ...soFar, steps: [...training.record.steps] });

/** A checkpoint of it that says something else. */
export function checkpointWith(state: unknown): Promise<Uint8Array<ArrayBuffer>> {
  const { model, optimizer, random } = prepare(run.configuration, data, { watch: true });
  return saveCheckpoint({ model, optimizer, random }, state);
}

/** A checkpoint with the checksum that belongs to its bytes, if there is still a place for it. */
export async function resealed(checkpoint: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const prefix = '{"__metadata__":{"checksum":"', start = 8 + prefix.length, encoder = new TextEncoder();
  if (!new TextDecoder("latin1").decode(checkpoint.subarray(8)).startsWith(prefix)) return checkpoint;
  const sealed = checkpoint.slice();
  sealed.fill(0x30, start, start + 64);
  const digits = encoder.encode(await sha256(sealed));
  sealed.set(digits.subarray(0, Math.max(0, sealed.length - start)), start);
  return sealed;
}

const { run: __, ...ended } = await training.continue();

/** Its record, as it is kept. */
export const record: unknown = { id: run.id, ...ended, steps: [...ended.steps] };

/** Its network. */
export const model: Uint8Array<ArrayBuffer> = encodeModel(training.model, run, data);

const wanted = runsOf(studies.loss, { settings, varied: { loss: ["hinge", "focal"] } });
const laidOut = await layOut(studies.loss, { runs: wanted, data });

/** The plan of a study. */
export const plan = makeManifest(laidOut.plan, laidOut.runs, { shards: 2, firstTask: 1 });

const search = madeUp(
  studies.grid,
  ({ configuration: { loss, learningRate } }) => ({
    accuracy: loss === "hinge" ? 0.9 : 0.8,
    loss: learningRate,
  }),
  {
    settings: { epochs: 2 },
    varied: {
      loss: ["hinge", "focal"],
      learningRate: [0.1, 0.01],
      hidden: [[2]],
      momentum: [0],
      weightDecay: [0],
      batchSize: [10],
      activation: [["tanh"]],
    },
  },
);

/** The folders of studies of every kind. */
export const folders: Readonly<Record<string, string>> = Object.assign(
  {},
  filesOf(lossRecord(3)),
  filesOf(publishedRecord(), "published/loss"),
  filesOf(search),
  filesOf(await stabilityRecord()),
  filesOf(exponentialRecord()),
  { "loss/conclusion.txt": "hinge is best.\nkl-div: no.\n" },
);
