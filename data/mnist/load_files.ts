/** The four files of a dataset, from wherever they are to be had.
 * @module
 */
import { DataError } from "@chainrule/core";
import { DataUnavailableError } from "./data_unavailable_error.ts";
import { type DecodedFile, decodeFile, digest } from "./decode_file.ts";
import { download, type LoadProgress, type Timeouts } from "./download.ts";
import { type FileSystem, isGranted } from "./environment.ts";
import { exists, readBounded, readFrom, storeFile } from "./folder.ts";
import {
  type Archive,
  downloadName,
  fileNames,
  type Publication,
  type PublishedFile,
} from "./publications.ts";
import { unzip } from "./unzip.ts";

/** Where files may come from. */
export interface Sources {
  /** What the files are. */
  readonly publication: Publication;
  /** The bytes of the files, in their order, if they were given. */
  readonly bytes?: readonly Uint8Array[];
  /** The files of the system, if it has any. */
  readonly system: FileSystem | undefined;
  /** What a file must not be, where it is not this: all datasets that are known, unless given. */
  readonly known?: readonly Publication[];
  /** The only folder to look into, if one was named. */
  readonly folder?: string;
  /** The folder of earlier downloads. */
  readonly cache?: string;
  /** Whether to download what is missing. */
  readonly download: boolean;
  /** Addresses to download from, tried in turn. */
  readonly mirrors: readonly string[];
  /** How long to wait for them. */
  readonly timeouts: Timeouts;
  /** Told what is being done. */
  readonly onProgress: (progress: LoadProgress) => void;
}

/** The four files and where they came from. */
export interface LoadedFiles {
  /** Train images, train labels, test images, test labels. */
  readonly files: DecodedFile[];
  /** A folder, the address of a mirror, or `bytes`. */
  readonly source: string;
}

/** Loads the files from the bytes that were given, or the named folder, or from the cache and the mirrors. */
export function loadFiles(sources: Sources): Promise<LoadedFiles> {
  if (sources.bytes !== undefined) return fromBytes(sources.bytes, sources);
  return sources.folder === undefined ? fromCache(sources) : fromFolder(sources.folder, sources);
}

async function fromBytes(bytes: readonly Uint8Array[], { publication }: Sources): Promise<LoadedFiles> {
  const { name, files } = publication;
  if (bytes.length !== files.length) {
    throw new RangeError(
      `Cannot load ${name}: found ${bytes.length} files, want ${files.map(({ stem }) => stem).join(", ")}`,
    );
  }
  // Copies: what was given still belongs to whoever gave it.
  const decoded = files.map((file, i) =>
    decodeFile(new Uint8Array(bytes[i]), `the bytes of ${file.stem}`, file)
  );
  return { files: await settle(decoded), source: "bytes" };
}

async function fromFolder(folder: string, sources: Sources): Promise<LoadedFiles> {
  const { publication, system } = sources;
  if (system === undefined) {
    throw new DataError(
      `Cannot load ${publication.name}: ${folder} is a folder and there is no file system here, want files or mirrors`,
    );
  }
  const { archive } = publication, path = `${folder}/${archive?.name}`;
  const archived = archive && await readBounded(system, path);
  if (archived) return { files: await fromArchive(archived, path, archive, publication), source: folder };
  const found = await settle(publication.files.map((file) => readFrom(system, folder, file)));
  const files = found.filter((file) => file !== undefined);
  if (files.length === found.length) return { files, source: folder };
  const torchvision = publication.torchvision && `${folder}/${publication.torchvision}`;
  if (torchvision && files.length === 0 && await exists(system, torchvision)) {
    return await fromFolder(torchvision, sources);
  }
  const missing = publication.files.filter((_, i) => found[i] === undefined);
  const names = missing.map((file) => fileNames(file).slice(0, 2).join(" or ")).join(", ");
  const state = await exists(system, folder)
    ? `${folder} has no ${names}`
    : `the folder ${folder} does not exist`;
  throw new DataError(`Cannot load ${publication.name}: ${state}`);
}

/** What was published in an archive is known by the digest of that. */
async function fromArchive(
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
  { sha256 }: Archive,
  { files }: Publication,
): Promise<DecodedFile[]> {
  if (await digest(bytes) !== sha256) {
    throw new DataError(`Cannot read ${path}: it is not the published file (its SHA-256 differs)`);
  }
  const unzipped = await unzip(bytes, path, files.map(downloadName));
  bytes.buffer.transfer(0); // given back now, for it may be large
  const decoded = files.map((file, i) => decodeFile(unzipped[i], `${downloadName(file)} in ${path}`, file));
  return (await settle(decoded)).map((file) => ({ ...file, verified: true }));
}

async function fromCache(sources: Sources): Promise<LoadedFiles> {
  const { publication, cache, timeouts, onProgress } = sources;
  const states: string[] = [], { archive } = publication;
  if (archive) {
    throw unavailable(sources, states, `get ${archive.url} and name the folder that it is in`);
  }
  const files = await settle(publication.files.map((file) => readCached(file, sources, states)));
  let mirrors = sources.mirrors;
  let source = cache ?? "";
  // The smallest file first: where there is no network, that is known soonest.
  for (const i of [3, 1, 2, 0]) {
    if (files[i]) continue;
    if (!sources.download) throw unavailable(sources, states, "downloading is switched off");
    const file = publication.files[i];
    try {
      const { name, bytes, decoded, mirror } = await download(
        file,
        mirrors,
        timeouts,
        onProgress,
      );
      files[i] = decoded;
      source = mirror;
      mirrors = [mirror, ...mirrors.filter((other) => other !== mirror)];
      await keep(name, bytes, sources);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      throw unavailable(sources, states, error.message);
    }
  }
  return { files: files as DecodedFile[], source };
}

/** A file of the cache, if it is there and whole. What is wrong otherwise is added to `states`. */
async function readCached(
  file: PublishedFile,
  { cache, system }: Sources,
  states: string[],
): Promise<DecodedFile | undefined> {
  if (system === undefined || cache === undefined || !isGranted({ name: "read", path: cache })) {
    return undefined;
  }
  try {
    const decoded = await readFrom(system, cache, file, [downloadName(file)]);
    if (decoded === undefined || decoded.verified) return decoded;
    states.push(`${decoded.name} is damaged: its SHA-256 is not the published one`);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    states.push(error.message);
  }
}

/** Adds a download to the cache. The data is here already, so a cache that can't be written is no failure. */
async function keep(name: string, bytes: Uint8Array, { system, cache, onProgress }: Sources): Promise<void> {
  const warn = (reason: string) => {
    const message = `Cannot keep ${name} for the next time: ${reason}`;
    onProgress({ kind: "warning", message, file: name });
  };
  if (system === undefined) return; // A browser has a cache of its own.
  if (cache === undefined) return warn("HOME is not set or may not be read, so there is no cache folder");
  if (!isGranted({ name: "write", path: cache })) {
    return warn(`writing is not permitted (want --allow-write=${cache})`);
  }
  try {
    await storeFile(system, cache, name, bytes);
  } catch (error) {
    warn(error instanceof Error ? error.message : String(error));
  }
}

function unavailable(
  { publication, cache, system }: Sources,
  states: string[],
  reason: string,
): DataUnavailableError {
  const { name, variable } = publication;
  if (system === undefined) {
    return new DataUnavailableError(
      `Cannot load ${name}: no files are given and there is no file system; ${reason}`,
    );
  }
  const cached = cache === undefined
    ? "there is no cache folder (HOME is not set or may not be read)"
    : isGranted({ name: "read", path: cache })
    ? states.length > 0 ? states.join(", ") : `the cache ${cache} does not have all of it`
    : `the cache ${cache} may not be read (want --allow-read=${cache})`;
  return new DataUnavailableError(
    `Cannot load ${name}: no folder is named (--data-dir, or dir in code, or the environment variable ${variable}); ` +
      `${cached}; ${reason}`,
  );
}

/** The results of all, once none is running any more; else the first error. */
async function settle<T>(promises: Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return await Promise.all(promises);
}
