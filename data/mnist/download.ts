/** Downloads that can't hang, from the first mirror that has the right file.
 * @module
 */
import { DataError } from "@chainrule/core";
import { chunksOf } from "./chunks.ts";
import { type DecodedFile, decodeFile } from "./decode_file.ts";
import { isGranted } from "./environment.ts";
import { downloadName, type PublishedFile } from "./publications.ts";

/** What is being done, while data is loaded. */
export interface LoadProgress {
  /** Whether this is news of a download, or of something that went wrong without standing in the way. */
  readonly kind: "download" | "warning";
  /** A line to show. */
  readonly message: string;
  /** The name of the file. */
  readonly file: string;
  /** The bytes of the file that have arrived. */
  readonly received?: number;
  /** The bytes that the file has, where known. */
  readonly total?: number;
}

/** A file that was downloaded and is the published one. */
export interface Download {
  /** Its name. */
  readonly name: string;
  /** The bytes as they arrived. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What they hold. */
  readonly decoded: DecodedFile;
  /** The mirror it came from. */
  readonly mirror: string;
}

/**
 * Downloads one file and checks it.
 *
 * @param mirrors Tried in turn.
 * @throws {DataError} If no mirror has it: names the host and the reason of each.
 */
export async function download(
  file: PublishedFile,
  mirrors: readonly string[],
  timeouts: Timeouts,
  onProgress: (progress: LoadProgress) => void,
): Promise<Download> {
  const name = downloadName(file);
  const reasons: string[] = [];
  for (const mirror of mirrors) {
    const url = addressOf(name, mirror);
    try {
      // Compressed data is never much longer than what it was made of.
      const bytes = await fetchFile(url, file.size + 65_536, timeouts, (received, total) => {
        const message = `Downloading ${name} from ${url.host}: ${megabytes(received)}` +
          (total === undefined ? " MB" : ` of ${megabytes(total)} MB`);
        onProgress({ kind: "download", message, file: name, received, total });
      });
      const decoded = await decodeFile(bytes, name, file);
      if (!decoded.verified) throw new DataError("the file is not the published one (its SHA-256 differs)");
      return { name, bytes, decoded, mirror };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      reasons.push(`${url.host}: ${error.message}`);
    }
  }
  throw new DataError(`Cannot download ${name}: ${reasons.join("; ")}`);
}

/** Where a mirror has a file. In a page a mirror may be named relative to it. */
function addressOf(name: string, mirror: string): URL {
  const { location } = globalThis as { location?: { readonly href: string } };
  return new URL(name, new URL(mirror, location?.href));
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** How long to wait, in milliseconds. */
export interface Timeouts {
  /** For the headers of an answer. */
  readonly headers: number;
  /** For the next bytes of a body. */
  readonly stall: number;
}

/** What a user waits for: a network that drops packets is given up within 5 s, with two mirrors. */
export const TIMEOUTS: Timeouts = { headers: 2_000, stall: 15_000 };

/**
 * Downloads a file into memory.
 *
 * @param most The length in bytes above which it can't be the file.
 * @param onBytes Called with the bytes that have arrived and, if the server tells, how many there will be.
 * @throws {DataError} With the reason alone as its message, if the whole file is not to be had. Deno never
 * asks for permission: what is not granted is a reason.
 */
async function fetchFile(
  url: URL,
  most: number,
  timeouts: Timeouts,
  onBytes: (received: number, total?: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const host = `${url.hostname}:${url.port || (url.protocol === "https:" ? 443 : 80)}`;
  if (!isGranted({ name: "net", host })) {
    throw new DataError(`network access is not permitted (want --allow-net=${url.host})`);
  }
  const stop = new AbortController();
  const stopAfter = (milliseconds: number, what: string) =>
    setTimeout(() => stop.abort(new DataError(`${what} within ${milliseconds / 1000} s`)), milliseconds);
  let timer = stopAfter(timeouts.headers, "no answer");
  try {
    // A redirect would need permission for another host. A mirror has no reason for one, a login page has.
    const response = await fetch(url, {
      signal: stop.signal,
      redirect: "manual",
      headers: { "accept-encoding": "identity" },
    });
    if (response.status !== 200 || !response.body) {
      await response.body?.cancel();
      throw new DataError(`HTTP status ${response.status}`);
    }
    const announced = response.headers.get("content-length");
    // Of what was compressed for the way it is not the length that arrives.
    const total = announced === null || response.headers.has("content-encoding")
      ? undefined
      : Number(announced);
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let received = 0;
    clearTimeout(timer);
    timer = stopAfter(timeouts.stall, "no more bytes");
    for await (const chunk of chunksOf(response.body)) {
      clearTimeout(timer);
      timer = stopAfter(timeouts.stall, "no more bytes");
      chunks.push(chunk);
      received += chunk.length;
      if (received > most) throw new DataError(`more than ${most} bytes`);
      onBytes(received, total);
    }
    if (total !== undefined && received !== total) throw new DataError(`${received} bytes of ${total}`);
    return new Uint8Array(await new Blob(chunks).arrayBuffer());
  } catch (error) {
    if (stop.signal.aborted) throw stop.signal.reason;
    if (error instanceof DataError) throw error;
    throw new DataError(reasonOf(error), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** What is at the bottom of an error of `fetch`, in one line, without the address. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return reasonOf(error.cause);
  return error.message.split("\n", 1)[0].replace(/^error sending request for url \(.*?\): /, "");
}
