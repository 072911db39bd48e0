/** Safetensors of float16: what `decodeSafetensors` reads and widens.
 * @module
 */
import type { Parameter } from "@chainrule/core";

/** The format: the length of the header in 8 bytes, the header as JSON, the numbers one after the other. */
export function encodeHalf(
  parameters: readonly Parameter[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const { name, value } of parameters) {
    const start = end;
    end += 2 * value.size;
    header[name] = { dtype: "F16", shape: value.shape, data_offsets: [start, end] };
  }
  // Spaces fill the header, so that the numbers begin at a multiple of 8 bytes.
  const utf8 = new TextEncoder().encode(JSON.stringify(header));
  const json = new Uint8Array(Math.ceil(utf8.length / 8) * 8).fill(32);
  json.set(utf8);
  const bytes = new Uint8Array(8 + json.length + end), view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  let at = 8 + json.length;
  for (const { value } of parameters) {
    for (const number of value.data) {
      view.setFloat16(at, number, true);
      at += 2;
    }
  }
  return bytes;
}
