/** For tests: `deno test --preload=core/kernels/native/preload.ts` runs all of them with native kernels. */
import { nativePath } from "../parity.ts";
import { useNative } from "./use_native.ts";

if (nativePath === undefined) throw new Error("Cannot test native kernels: there is none that may be loaded");
useNative(nativePath);
