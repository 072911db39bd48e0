/** All that the WebAssembly module exports. Addresses and sizes come from `simd.ts`. */
export {
  activate, activate_backward, adam, list_pairs, list_rows, loss, multiply, multiply_pairs, multiply_rows, sgd,
} from "./jobs";
export { exponentials } from "./activations";
export * from "./peak";
export * from "./pixels";
export { column_sums, multiply_scratch } from "./products";
export { expand, sparse_pitch, sparse_stride } from "./lists";
export { panel_scratch } from "./sparse";
export { call_helpers, dismiss_helpers, rest_helpers, serve } from "./threads";
