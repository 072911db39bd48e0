/** The claim of a program on a folder.
 * @module
 */
import { checkRegular, IrregularError, openRegular } from "../study/regular_file.ts";
import { cannot, OutputError } from "./output_error.ts";
import { removeParts } from "./parts.ts";
import { age, claimsIn, conflict, type FoundClaim, hostname, readClaim, STALE } from "./read_claims.ts";
import { makeFolder, writeAll } from "./write_file.ts";

/** Milliseconds from renewal to renewal. */
const RENEW_EVERY = 5_000;

/**
 * A claim of a program on a folder: a file that is renewed as long as it works. Nothing depends on it: if two programs do
 * the same run they write the same bytes. The claim keeps them from wasting time, and tells who is at it.
 *
 * The operating system gives the lock of the file up when the program ends, however it ends: so it is known at once on the
 * same machine. Not every shared folder passes locks on to other machines: there the age decides.
 */
export class HeldClaim {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  readonly #token = crypto.randomUUID();
  readonly #runs = new Set<string>();
  readonly #timer: ReturnType<typeof setInterval>;
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string, file: Deno.FsFile) {
    this.#path = path;
    this.#file = file;
    this.#timer = setInterval(() => this.#renew(), RENEW_EVERY);
  }

  /**
   * Claims the folder of a study, given where claims lie and what is claimed.
   *
   * @throws {OutputError} If a program that is still there has a claim that conflicts, or the folder can't be written to.
   */
  static async take(folder: string, name: string): Promise<HeldClaim> {
    await makeFolder(folder);
    await removeParts(folder);
    const path = `${folder}/${name}.json`;
    const refuse = (other: FoundClaim): never => {
      throw new OutputError(
        `Cannot work in ${
          folder.replace(/\/[^/]*$/, "")
        }: process ${other.pid} on ${other.host} is at work there ` +
          `(${other.name}); wait for it, or use another --out`,
      );
    };
    let file: Deno.FsFile | undefined;
    while (!file) {
      const other = (await claimsIn(folder)).find((other) => conflict(name, other.name));
      if (other) refuse(other);
      file = await openLocked(path);
    }
    const claim = new HeldClaim(path, file);
    try {
      await claim.#renew();
      // Of two that come at the same time at least one sees the other here; where there are no locks, also in its own place.
      const late = (await claimsIn(folder)).find((other) =>
        other.name === name ? (other.token ?? claim.#token) !== claim.#token : conflict(name, other.name)
      );
      if (late) refuse(late);
    } catch (error) {
      await claim.release();
      throw error;
    }
    return claim;
  }

  /** Says that a run is being trained. */
  begins(run: string): void {
    this.#runs.add(run);
    this.#renew();
  }

  /** Says that it is no longer. */
  ends(run: string): void {
    this.#runs.delete(run);
  }

  /** Gives the claim up. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
    const other = await readClaim(this.#path).catch(() => undefined);
    if (!other?.token || other.token === this.#token) await Deno.remove(this.#path).catch(() => {});
    this.#file.close();
  }

  /** Writes the file anew, in its place: the lock is on it. */
  #renew(): Promise<void> {
    return this.#writing = this.#writing.then(async () => {
      const bytes = new TextEncoder().encode(
        JSON.stringify({ host: hostname(), pid: Deno.pid, runs: [...this.#runs], token: this.#token }) + "\n",
      );
      await this.#file.seek(0, Deno.SeekMode.Start);
      await writeAll(this.#file, bytes);
      await this.#file.truncate(bytes.length);
    }).catch(() => {}); // what the runs write will tell
  }
}

/**
 * Opens the file of a claim, new or of a program that is gone, and locks it. Undefined if another program was quicker, or is just
 * looking at it.
 */
async function openLocked(path: string): Promise<Deno.FsFile | undefined> {
  try {
    const opened = await openOwn(path);
    if (!opened) return undefined;
    const { file, anew } = opened;
    try {
      // Not every file system can: there whoever made the file has it, until it is old.
      const locked = await file.tryLock(true).catch(async () => anew || (await removeStale(path), false));
      // Who had it may have removed it between the opening and the locking: then this is the lock of nothing.
      if (locked && (await file.stat()).ino === (await Deno.lstat(path)).ino) return file;
      file.close();
    } catch (error) {
      file.close();
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  } catch (error) {
    throw cannot(`write ${path}`, error);
  }
}

/**
 * Opens a file to write it in its place, which is made unless it is there. What has another name elsewhere is not ours. Undefined if it
 * was there, and is removed meanwhile.
 */
async function openOwn(path: string): Promise<{ file: Deno.FsFile; anew: boolean } | undefined> {
  try {
    return { file: await Deno.open(path, { read: true, write: true, createNew: true }), anew: true };
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
  try {
    const found = await Deno.lstat(path);
    checkRegular(found);
    if ((found.nlink ?? 1) > 1) throw new IrregularError("it is a hard link to another file");
    return { file: await openRegular(path, { read: true, write: true }), anew: false };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function removeStale(path: string): Promise<void> {
  if (await age(path) >= STALE) await Deno.remove(path).catch(() => {});
}
