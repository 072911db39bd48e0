import { type Native, NativeError, useNative } from "@chainrule/core/native";
import { UsageError } from "../../study/usage_error.ts";
import type { Invocation } from "./invocation.ts";

/**
 * Switches to native kernels if they are asked for. Undefined where WebAssembly computes.
 *
 * @throws {UsageError} If they can't be had and must be.
 */
export function nativeKernels(
  asked: Invocation["native"],
  warn: (message: string) => void,
): Native | undefined {
  if (asked === undefined) return undefined;
  try {
    return useNative();
  } catch (error) {
    if (!(error instanceof NativeError)) throw error;
    if (asked === "required") throw new UsageError(error.message);
    warn(`${error.message}: training in WebAssembly`);
  }
}
