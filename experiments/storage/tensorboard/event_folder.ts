import type { RunRecord } from "../../study/run_record.ts";
import { openToWrite, readBeginning } from "../../study/regular_file.ts";
import { fileName } from "../file_name.ts";
import { cannot } from "../output_error.ts";
import { checkFolder, ifThere, listFolder } from "../read_file.ts";
import { makeFolder, writeAll } from "../write_file.ts";
import { eventsOf, type Told } from "./events_of.ts";

/** What the file of a run is called: when it was begun, in seconds since 1970. */
const NAME = /^events\.out\.tfevents\.(\d+)\.chainrule$/;

/** The file of a run, and what is in it. */
interface EventFile {
  readonly path: string;
  readonly started: number;
  readonly told: Told;
  readonly size: number;
}

/**
 * A folder of what TensorBoard reads, with a folder for each run. Files become longer in their places, for that is how TensorBoard
 * follows them. Where a run goes on from before what is in its file, the events that follow are written again.
 */
export class EventFolder {
  readonly path: string;
  readonly #files = new Map<string, EventFile>();

  /** A folder, which is made when there is something to put in it. */
  constructor(path: string) {
    this.path = path;
  }

  /**
   * Adds what is new in the record of a run.
   *
   * @throws {OutputError} If it can't be written.
   */
  async add(record: RunRecord): Promise<void> {
    const { name } = record.run, file = this.#files.get(name) ?? await this.#begin(record);
    const { bytes, told } = eventsOf(record, file.started, file.told);
    const size = await write(file.path, file.size, joined(bytes));
    this.#files.set(name, { ...file, told, size });
  }

  /** The file of a run, with everything in it that its record has now. */
  async #begin(record: RunRecord): Promise<EventFile> {
    const folder = `${this.path}/${fileName(record.run.name)}`;
    await checkFolder(this.path);
    await makeFolder(folder);
    const there = (await listFolder(folder)).find((name) => NAME.test(name));
    const started = Number(there?.match(NAME)?.[1] ?? Math.floor(Date.now() / 1000));
    const path = `${folder}/${there ?? `events.out.tfevents.${started}.chainrule`}`;
    const { bytes, told } = eventsOf(record, started), whole = joined(bytes);
    const found = await ifThere(`read ${path}`, readBeginning(path, whole.length)) ?? new Uint8Array();
    const same = found.findIndex((byte, i) => byte !== whole[i]), size = same < 0 ? found.length : same;
    // What the file has beyond the record is of epochs that will be trained again.
    if (size >= whole.length) return { path, started, told, size: whole.length };
    return { path, started, told, size: await write(path, size, whole.subarray(size)) };
  }
}

/** Writes bytes to their place in a file, and cuts off what lies behind. Returns where they end. */
async function write(path: string, at: number, bytes: Uint8Array): Promise<number> {
  if (bytes.length === 0) return at;
  try {
    using file = await openToWrite(path);
    await file.truncate(at);
    await file.seek(at, Deno.SeekMode.Start);
    await writeAll(file, bytes);
    return at + bytes.length;
  } catch (error) {
    throw cannot(`write ${path}`, error);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
