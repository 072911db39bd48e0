/** Events as TensorBoard reads them: the messages of tensorflow/core/util/event.proto and framework/summary.proto, as records of
 * tensorflow/core/lib/io/record_writer.h.
 * @module
 */
import crc32c from "crc-32/crc32c.js";
import { PbfWriter } from "pbf";

/** What an event says: a number, or a text in Markdown. */
export interface Value {
  /** `loss/train`: what is before the stroke heads a group of charts. */
  readonly tag: string;
  readonly value: number | string;
}

/** The event that every file begins with. */
export function versionRecord(wallTime: number): Uint8Array {
  return record((event) => {
    event.writeDoubleField(1, wallTime);
    event.writeStringField(3, "brain.Event:2");
  });
}

/** The event of what was measured at a step, `wallTime` seconds after 1970. */
export function valuesRecord(wallTime: number, step: number, values: readonly Value[]): Uint8Array {
  return record((event) => {
    event.writeDoubleField(1, wallTime);
    event.writeVarintField(2, step);
    event.writeMessage(5, writeSummary, values);
  });
}

function writeSummary(values: readonly Value[], summary?: PbfWriter): void {
  for (const value of values) summary!.writeMessage(1, writeValue, value);
}

function writeValue({ tag, value }: Value, message?: PbfWriter): void {
  message!.writeStringField(1, tag);
  if (typeof value === "number") message!.writeFloatField(2, value);
  else {
    message!.writeMessage(8, writeText, value);
    message!.writeMessage(9, (plugin, metadata) => metadata!.writeMessage(1, writePlugin, plugin), "text");
  }
}

/** A tensor that holds one text. */
function writeText(text: string, tensor?: PbfWriter): void {
  tensor!.writeVarintField(1, 7); // DT_STRING
  tensor!.writeMessage(2, (size: number, shape) => shape!.writeMessage(2, writeSize, size), 1);
  tensor!.writeStringField(8, text);
}

function writeSize(size: number, dimension?: PbfWriter): void {
  dimension!.writeVarintField(1, size);
}

function writePlugin(name: string, plugin?: PbfWriter): void {
  plugin!.writeStringField(1, name);
}

/** A record: its length and its bytes, each with a checksum. */
function record(write: (event: PbfWriter) => void): Uint8Array {
  const event = new PbfWriter();
  write(event);
  const data = event.finish(), bytes = new Uint8Array(data.length + 16), view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(bytes.subarray(0, 8)), true);
  bytes.set(data, 12);
  view.setUint32(12 + data.length, masked(data), true);
  return bytes;
}

/** The CRC-32C of bytes, masked as records have it: a checksum of bytes with checksums in them would be a poor one. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c.buf(bytes);
  return ((crc >>> 15 | crc << 17) + 0xa282ead8) >>> 0;
}
