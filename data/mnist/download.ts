/** Downloads from the first mirror that has the right file.
 * @module
 */
import { DataError } from "@chainrule/core";
import { type DecodedFile, decodeFile } from "./decode_file.ts";
import { fetchFile, type Timeouts } from "./fetch_file.ts";
import { downloadName, type Publication, type PublishedFile } from "./publications.ts";

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
  { digested }: Publication,
  mirrors: readonly string[],
  timeouts: Timeouts,
  onProgress: (progress: LoadProgress) => void,
): Promise<Download> {
  const name = downloadName(file);
  const reasons: string[] = [];
  for (const mirror of mirrors) {
    const url = new URL(name, mirror);
    try {
      // Compressed data is never much longer than what it was made of.
      const bytes = await fetchFile(url, file.size + 65_536, timeouts, (received, total) => {
        const message = `Downloading ${name} from ${url.host}: ${megabytes(received)}` +
          (total === undefined ? " MB" : ` of ${megabytes(total)} MB`);
        onProgress({ kind: "download", message, file: name, received, total });
      });
      const decoded = await decodeFile(bytes, name, file, digested);
      if (!decoded.verified) throw new DataError("the file is not the published one (its SHA-256 differs)");
      return { name, bytes, decoded, mirror };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      reasons.push(`${url.host}: ${error.message}`);
    }
  }
  throw new DataError(`Cannot download ${name}: ${reasons.join("; ")}`);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
