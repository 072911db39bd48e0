/** What is thrown where native kernels can't be used or compiled.
 * @module
 */

/**
 * The native kernels can't be used: no library, no permission, or none for this system. The message is one line that says what is wanted.
 *
 * @example
 * ```ts
 * import { NativeError, useNative } from "@chainrule/core/native";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => useNative("/nowhere"), NativeError, "Cannot use native kernels: ");
 * ```
 */
export class NativeError extends Error {
  /** The name that stack traces show. */
  override readonly name = "NativeError";
}
