import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { declareExports } from "./declare_exports.ts";

/** What the compiler writes of a function. */
const declaration = (path: string, signature: string) =>
  `  /**\n   * ${path}\n   * @param count \`usize\`\n   */\n  export function ${signature};\n`;

const DECLARATIONS = `declare namespace __AdaptedExports {
${declaration("products/multiply", "multiply(m: number, transposed: boolean): void")}\
${
  declaration(
    "activations/leaky_relu/leaky_relu",
    "leaky_relu(count: number, x: number, y: number, slope: number): void",
  )
}\
${declaration("activations/leaky_relu/leaky_relu_backward", "leaky_relu_backward(count: number): void")}\
${declaration("activations/tanh/tanh", "tanh(count: number, x: number, y: number): void")}\
${declaration("activations/tanh/tanh_backward", "tanh_backward(count: number): void")}\
${
  declaration(
    "losses/hinge/hinge_loss",
    "hinge_loss(rows: number, classes: number, x: number, t: number, dx: number, sums: number, margin: number): number",
  )
}\
${declaration("sgd/sgd", "sgd(): boolean")}}
`;

Deno.test("exports: every function with its file; flags are numbers", () => {
  const source = declareExports(DECLARATIONS);
  assertStringIncludes(
    source,
    `export interface Exports {
  /** See \`assembly/losses/hinge.ts\`. */
  hinge_loss(rows: number, classes: number, x: number, t: number, dx: number, sums: number, margin: number): number;
  /** See \`assembly/activations/leaky_relu.ts\`. */
  leaky_relu(count: number, x: number, y: number, slope: number): void;
  /** See \`assembly/activations/leaky_relu.ts\`. */
  leaky_relu_backward(count: number): void;
  /** See \`assembly/products.ts\`. */
  multiply(m: number, transposed: number): void;
  /** See \`assembly/sgd.ts\`. */
  sgd(): number;
  /** See \`assembly/activations/tanh.ts\`. */
  tanh(count: number, x: number, y: number): void;
  /** See \`assembly/activations/tanh.ts\`. */
  tanh_backward(count: number): void;
}
`,
  );
});

Deno.test("exports: activations and losses are those of their folders", () => {
  const source = declareExports(DECLARATIONS);
  const lists = source.split("\n").filter((line) => line.startsWith("export const"));
  assertEquals(lists, [
    `export const ACTIVATIONS: readonly ActivationKernel[] = ["leaky_relu", "tanh"];`,
    `export const ACTIVATION_SETTINGS: Readonly<Record<ActivationKernel, number>> = { leaky_relu: 1, tanh: 0 };`,
    `export const LOSSES: readonly LossKernel[] = ["hinge_loss"];`,
    `export const LOSS_SETTINGS: Readonly<Record<LossKernel, number>> = { hinge_loss: 1 };`,
  ]);
});

Deno.test("exports: an activation without its derivative is refused", () => {
  assertThrows(
    () => declareExports(declaration("activations/relu/relu", "relu(count: number): void")),
    Error,
    "Cannot build the kernels: the activation relu has no relu_backward",
  );
});
