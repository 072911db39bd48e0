/** Files in folders of others: nothing is read or written through a link, and only what is a regular file, of a size that was
 * looked at before.
 * @module
 */
import { formatCount } from "./format.ts";

/** What is there is no file that may be read or written: a link, a pipe, a device, a folder, or one of too many bytes. */
export class IrregularError extends Error {
  override readonly name = "IrregularError";
}

/** Files are replaced by renaming, which may happen while one is opened: so often it is tried again. */
const TRIES = 10;

/**
 * Opens a file that is there, if it is a regular one. Deno opens whatever a name leads to, and waits for a pipe until somebody
 * writes to it: so it is looked at before, and afterwards whether what was opened is what was looked at.
 *
 * @param follow Whether it may be a link: one that a user has named, not one that lies in a folder of results.
 * @throws {IrregularError} If it is something else.
 * @throws {Deno.errors.NotFound} If it is not there.
 */
export async function openRegular(
  path: string,
  options: Deno.OpenOptions = { read: true },
  { follow = false } = {},
): Promise<Deno.FsFile> {
  for (let i = 0; i < TRIES; i++) {
    const seen = await (follow ? Deno.stat : Deno.lstat)(path);
    checkRegular(seen);
    const file = await Deno.open(path, options), opened = await file.stat();
    if (opened.dev === seen.dev && opened.ino === seen.ino) return file;
    file.close();
  }
  throw new IrregularError("it was replaced while it was opened");
}

/**
 * Opens a file to write in its place, which is made unless it is there.
 *
 * @throws {IrregularError} If there is something else.
 */
export async function openToWrite(path: string): Promise<Deno.FsFile> {
  const options = { read: true, write: true };
  try {
    return await openRegular(path, options);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  try {
    return await Deno.open(path, { ...options, createNew: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    return await openRegular(path, options); // somebody else has just made it
  }
}

/**
 * Makes sure that a file is a regular one.
 *
 * @throws {IrregularError} If not.
 */
export function checkRegular({ isFile, isSymlink, isDirectory }: Deno.FileInfo): void {
  if (isFile) return;
  throw new IrregularError(
    isSymlink ? "it is a symbolic link" : isDirectory ? "it is a folder" : "it is no regular file",
  );
}

/**
 * The contents of a file that is there.
 *
 * @param most How many bytes it may have.
 * @throws {IrregularError} If it has more, or is no regular file.
 * @throws {Deno.errors.NotFound} If it is not there.
 */
export async function readRegular(
  path: string,
  most: number,
  options: { readonly follow?: boolean } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  using file = await openRegular(path, { read: true }, options);
  const found = await file.stat();
  checkSize(found, most);
  return await readUpTo(file, found.size);
}

/** So many bytes are a piece. */
const PIECE = 2 ** 22;

/**
 * Makes something of the text of a file that is there, in pieces: one that is longer than a string can be, or than is to be in memory.
 *
 * @param most How many bytes it may have.
 * @param make Goes through the pieces once.
 * @throws {IrregularError} If it has more, or is no regular file.
 * @throws {Deno.errors.NotFound} If it is not there.
 */
export async function fromPieces<T>(
  path: string,
  most: number,
  make: (pieces: Iterable<string>) => T,
): Promise<T> {
  using file = await openRegular(path);
  checkSize(await file.stat(), most);
  return make(piecesOf(file, most));
}

function* piecesOf(file: Deno.FsFile, most: number): Generator<string> {
  const decoder = new TextDecoder(), bytes = new Uint8Array(PIECE);
  // It may become longer while it is read.
  for (let read = 0; read < most;) {
    const count = file.readSync(bytes);
    if (count === null) break;
    read += count;
    yield decoder.decode(bytes.subarray(0, count), { stream: true });
  }
  yield decoder.decode();
}

function checkSize({ size }: Deno.FileInfo, most: number): void {
  if (size <= most) return;
  throw new IrregularError(`it has ${formatCount(size)} bytes, want at most ${formatCount(most)}`);
}

/**
 * The first bytes of a file that is there, of any size.
 *
 * @param most How many of them.
 * @throws {IrregularError} If it is no regular file.
 * @throws {Deno.errors.NotFound} If it is not there.
 */
export async function readBeginning(
  path: string,
  most: number,
  options: { readonly follow?: boolean } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  using file = await openRegular(path, { read: true }, options);
  return await readUpTo(file, Math.min(most, (await file.stat()).size));
}

async function readUpTo(file: Deno.FsFile, size: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(size);
  let length = 0;
  while (length < size) {
    const count = await file.read(bytes.subarray(length));
    if (count === null) break;
    length += count;
  }
  return bytes.subarray(0, length);
}

/**
 * Makes sure that a folder within the folder of a study is no link to one elsewhere. It need not be there.
 *
 * @throws {IrregularError} If it is a link.
 */
export async function checkNoLink(folder: string): Promise<void> {
  const seen = await Deno.lstat(folder.replace(/\/+$/, "")).catch((error) => {
    const { NotFound, NotADirectory } = Deno.errors;
    if (!(error instanceof NotFound || error instanceof NotADirectory)) throw error;
  });
  if (seen?.isSymlink) throw new IrregularError("it is a symbolic link");
}
