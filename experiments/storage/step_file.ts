/** `steps.f64`: the logged steps of a run, one after the other. It becomes longer, and what is in it is never taken away.
 * @module
 */
import { NUMBERS_PER_STEP, StepLog } from "../study/step_log.ts";
import { StepSealer, type StepsSeal } from "../study/step_seal.ts";
import { openRegular, openToWrite } from "../study/regular_file.ts";
import { cannot } from "./output_error.ts";
import { ifThere } from "./read_file.ts";
import { syncFolder, writeAll } from "./write_file.ts";

const BYTES_PER_STEP = 8 * NUMBERS_PER_STEP;

/** So many steps are read at a time. */
const PIECE = 8192;

/**
 * Writes the steps of a log from one on, each at its place, and waits until they are on the disk. Whoever trains the same run elsewhere writes
 * the same numbers to the same places. What lies behind belongs to nobody until a checkpoint or a record says so.
 *
 * @throws {OutputError} If that fails. What was there before is still there.
 */
export async function writeSteps(path: string, log: StepLog, from: number): Promise<void> {
  if (log.length === from) return;
  try {
    using file = await openToWrite(path);
    const { size } = await file.stat();
    const first = Math.min(from, Math.floor(size / BYTES_PER_STEP)); // whatever became of what was there
    await file.seek(BYTES_PER_STEP * first, Deno.SeekMode.Start);
    for (const { buffer, byteOffset, byteLength } of log.numbers(first)) {
      await writeAll(file, new Uint8Array(buffer, byteOffset, byteLength));
    }
    await file.sync();
    if (first === 0) await syncFolder(path);
  } catch (error) {
    throw cannot(`write ${path}`, error);
  }
}

/**
 * The steps that a seal is of; undefined if the file has others, or fewer.
 *
 * @throws {OutputError} If it can't be read.
 */
export async function readSteps(path: string, seal: StepsSeal): Promise<StepLog | undefined> {
  const log = new StepLog();
  if (seal.count > 0) {
    const file = await ifThere(`read ${path}`, openRegular(path));
    if (!file) return undefined;
    try {
      if ((await file.stat()).size < BYTES_PER_STEP * seal.count) return undefined;
      while (log.length < seal.count) {
        const numbers = new Float64Array(NUMBERS_PER_STEP * Math.min(PIECE, seal.count - log.length));
        if (!await readAll(file, new Uint8Array(numbers.buffer))) return undefined;
        log.append(numbers);
      }
    } catch (error) {
      throw cannot(`read ${path}`, error);
    } finally {
      file.close();
    }
  }
  return new StepSealer().of(log).sha256 === seal.sha256 ? log : undefined;
}

async function readAll(file: Deno.FsFile, bytes: Uint8Array): Promise<boolean> {
  for (let at = 0; at < bytes.length;) {
    const count = await file.read(bytes.subarray(at));
    if (count === null) return false;
    at += count;
  }
  return true;
}
