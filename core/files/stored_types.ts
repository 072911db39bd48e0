/** The types of numbers in safetensors files, and what they become here.
 * @module
 */
import type { DType } from "../tensor.ts";

/** A type of numbers in a file. */
export interface StoredType {
  /** In bytes. */
  readonly size: number;
  /** The precision in which every number of this type is exact; that of F32 and F64 is their own. */
  readonly dtype: DType;
  /** The number at a byte offset. */
  read(view: DataView, at: number): number;
}

/** Types by the names that files have for them. Others are not read: their numbers are exact in none of ours. */
export const STORED_TYPES: Readonly<Record<string, StoredType>> = {
  F64: { size: 8, dtype: "float64", read: (view, at) => view.getFloat64(at, true) },
  F32: { size: 4, dtype: "float32", read: (view, at) => view.getFloat32(at, true) },
  F16: { size: 2, dtype: "float32", read: (view, at) => half(view.getUint16(at, true)) },
  BF16: { size: 2, dtype: "float32", read: (view, at) => brainFloat(view.getUint16(at, true)) },
  I32: { size: 4, dtype: "float64", read: (view, at) => view.getInt32(at, true) },
  U32: { size: 4, dtype: "float64", read: (view, at) => view.getUint32(at, true) },
  I16: { size: 2, dtype: "float32", read: (view, at) => view.getInt16(at, true) },
  U16: { size: 2, dtype: "float32", read: (view, at) => view.getUint16(at, true) },
  I8: { size: 1, dtype: "float32", read: (view, at) => view.getInt8(at) },
  U8: { size: 1, dtype: "float32", read: (view, at) => view.getUint8(at) },
  BOOL: { size: 1, dtype: "float32", read: (view, at) => view.getUint8(at) === 0 ? 0 : 1 },
};

/** Types that are known and not read, with the size of a number in bytes: integers beyond 2⁵³, and floats of 8 bits. */
export const SKIPPED_TYPES: Readonly<Record<string, number>> = { I64: 8, U64: 8, F8_E4M3: 1, F8_E5M2: 1 };

/** A number of IEEE 754's binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
function half(bits: number): number {
  const sign = bits >> 15 ? -1 : 1, exponent = bits >> 10 & 31, fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

const word = new DataView(new ArrayBuffer(4));

/** A number of bfloat16: the upper half of a float32. */
function brainFloat(bits: number): number {
  word.setUint16(0, bits);
  return word.getFloat32(0);
}
