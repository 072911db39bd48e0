/** What the WebAssembly module exports besides activations and losses, whose files the build finds by itself: see `build.ts`. */
export { adam } from "./adam";
export { exponentials } from "./exponentials";
export { multiply_pairs } from "./multiply_pairs";
export { multiply_rows } from "./multiply_rows";
export { list_pairs, sparse_stride } from "./pair_lists";
export { panel_scratch } from "./panels";
export { multiply_adds } from "./peak";
export { gather, multiply_elements } from "./pixels";
export { column_sums, multiply, multiply_scratch } from "./products";
export { list_rows } from "./row_lists";
export { sgd } from "./sgd";
export { expand, list_strokes, sparse_pitch } from "./strokes";
export { call_helpers, dismiss_helpers, serve } from "./threads";
