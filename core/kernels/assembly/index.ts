/** All that the WebAssembly module exports. Addresses and sizes come from `simd.ts`. */
export * from "./activations";
export * from "./losses";
export * from "./optimizers";
export * from "./pixels";
export * from "./products";
export * from "./sparse";
