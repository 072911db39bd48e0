/** The four files of a dataset, from wherever they are to be had.
 * @module
 */
import { DataError } from "@chainrule/core";
import { exists } from "@std/fs";
import { DataUnavailableError } from "./data_unavailable_error.ts";
import type { DecodedFile } from "./decode_file.ts";
import { download, type LoadProgress, type Timeouts } from "./download.ts";
import { isGranted } from "./environment.ts";
import { readFrom, storeFile } from "./folder.ts";
import { downloadName, fileNames, type Publication, type PublishedFile } from "./publications.ts";

/** Where files may come from. */
export interface Sources {
  /** What the files are. */
  readonly publication: Publication;
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
  /** A folder, or the address of a mirror. */
  readonly source: string;
}

/** Loads the files from the named folder, or from the cache and the mirrors. */
export function loadFiles(sources: Sources): Promise<LoadedFiles> {
  return sources.folder === undefined ? fromCache(sources) : fromFolder(sources.folder, sources);
}

async function fromFolder(folder: string, { publication }: Sources): Promise<LoadedFiles> {
  const found = await settle(publication.files.map((file) => readFrom(folder, file, publication)));
  const files = found.filter((file) => file !== undefined);
  if (files.length < found.length) {
    const missing = publication.files.filter((_, i) => found[i] === undefined);
    const names = missing.map((file) => fileNames(file).slice(0, 2).join(" or ")).join(", ");
    const state = await exists(folder) ? `${folder} has no ${names}` : `the folder ${folder} does not exist`;
    throw new DataError(`Cannot load ${publication.name}: ${state}`);
  }
  return { files, source: folder };
}

async function fromCache(sources: Sources): Promise<LoadedFiles> {
  const { publication, cache, timeouts, onProgress } = sources;
  const states: string[] = [];
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
        publication,
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
  { publication, cache }: Sources,
  states: string[],
): Promise<DecodedFile | undefined> {
  if (cache === undefined || !isGranted({ name: "read", path: cache })) return undefined;
  try {
    const decoded = await readFrom(cache, file, publication, [downloadName(file)]);
    if (decoded === undefined || decoded.verified) return decoded;
    states.push(`${decoded.name} is damaged: its SHA-256 is not the published one`);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    states.push(error.message);
  }
}

/** Adds a download to the cache. The data is here already, so a cache that can't be written is no failure. */
async function keep(name: string, bytes: Uint8Array, { cache, onProgress }: Sources): Promise<void> {
  const warn = (reason: string) => {
    const message = `Cannot keep ${name} for the next time: ${reason}`;
    onProgress({ kind: "warning", message, file: name });
  };
  if (cache === undefined) return warn("HOME is not set or may not be read, so there is no cache folder");
  if (!isGranted({ name: "write", path: cache })) {
    return warn(`writing is not permitted (want --allow-write=${cache})`);
  }
  try {
    await storeFile(cache, name, bytes);
  } catch (error) {
    warn(error instanceof Error ? error.message : String(error));
  }
}

function unavailable(
  { publication, cache }: Sources,
  states: string[],
  reason: string,
): DataUnavailableError {
  const { name, variable } = publication;
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
