import { fromJson, toJson } from "../study/json.ts";
import { sha256 } from "../study/sha256.ts";
import { checkJson } from "./parse_json.ts";

/** A value as JSON with a checksum: `{ "sha256": …, "value": … }`. */
export async function sealedJson(value: unknown): Promise<string> {
  const text = toJson(value);
  return `{"sha256":"${await sha256(text)}",\n"value":${text}}\n`;
}

/**
 * The value in {@linkcode sealedJson}, or undefined if anything in the text is not as it was written.
 *
 * @throws {SyntaxError} If whoever sealed it made it to take memory, see {@linkcode checkJson}.
 */
export async function openSealedJson(bytes: Uint8Array): Promise<unknown> {
  const [, checksum, text] = new TextDecoder().decode(bytes)
    .match(/^\{"sha256":"([0-9a-f]{64})",\n"value":(.*)\}\n$/s) ?? [];
  if (checksum === undefined || checksum !== await sha256(text)) return undefined;
  checkJson(text);
  return fromJson(text);
}
