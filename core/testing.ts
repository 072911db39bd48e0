/**
 * For tests: gradients checked by central differences, tensors compared within a tolerance.
 *
 * @module
 */
export * from "./gradient_check.ts";
export * from "./compare.ts";
