/** Writes `exports.ts`, the types of what the kernels' module exports.
 * @module
 */

/** A function that the module exports. */
interface Export {
  /** Where it is defined, without the extension. */
  readonly file: string;
  readonly name: string;
  readonly parameters: readonly string[];
  readonly result: "number" | "void";
}

/** The functions in the declarations that the compiler writes. */
function* functionsIn(declarations: string): Generator<Export> {
  const pattern = /\/\*\*\s*\* (\S+)\/\S+\n[^/]*\*\/\s*export function (\w+)\((.*)\): (\w+);/g;
  for (const [, file, name, list, result] of declarations.matchAll(pattern)) {
    const parameters = list === "" ? [] : list.split(", ").map((parameter) => parameter.split(":")[0]);
    yield { file, name, parameters, result: result === "void" ? "void" : "number" };
  }
}

/**
 * The source of `exports.ts`.
 *
 * @param declarations What the compiler wrote.
 * @throws {Error} If an activation has no `_backward` beside it.
 */
export function declareExports(declarations: string): string {
  const functions = Array.from(functionsIn(declarations)).sort((a, b) => a.name < b.name ? -1 : 1);
  const namesIn = (folder: string) =>
    functions.filter(({ file }) => file.startsWith(`${folder}/`)).map(({ name }) => name);
  const activations = namesIn("activations").filter((name) => !name.endsWith("_backward"));
  for (const name of activations) {
    if (functions.some((other) => other.name === `${name}_backward`)) continue;
    throw new Error(`Cannot build the kernels: the activation ${name} has no ${name}_backward`);
  }
  const losses = namesIn("losses");
  const settings = (names: string[], others: number) =>
    names.map((name) => `${name}: ${functions.find((one) => one.name === name)!.parameters.length - others}`)
      .join(", ");
  const members = functions.map(({ file, name, parameters, result }) => {
    const list = parameters.map((parameter) => `${parameter}: number`).join(", ");
    return `  /** See \`assembly/${file}.ts\`. */\n  ${name}(${list}): ${result};\n`;
  });
  const strings = (names: string[]) => names.map((name) => JSON.stringify(name));
  return `// deno-fmt-ignore-file
// Written by \`deno task kernels\`.
/** What the WebAssembly module exports.
 * @module
 */

/** All functions. Addresses are byte offsets into \`memory\`, sizes are counts unless said otherwise, flags are 0 or 1. */
export interface Exports {
${members.join("")}}

/** The name of an activation's SIMD kernel. */
export type ActivationKernel = ${strings(activations).join(" | ")};
/** All of them. Each has a function \`_backward\` beside it. */
export const ACTIVATIONS: readonly ActivationKernel[] = [${strings(activations).join(", ")}];
/** How many settings each of them takes after the parameters that all have. */
export const ACTIVATION_SETTINGS: Readonly<Record<ActivationKernel, number>> = { ${
    settings(activations, 3)
  } };

/** The name of a loss's SIMD kernel. */
export type LossKernel = ${strings(losses).join(" | ")};
/** All of them. */
export const LOSSES: readonly LossKernel[] = [${strings(losses).join(", ")}];
/** How many settings each of them takes after the six parameters that all have. */
export const LOSS_SETTINGS: Readonly<Record<LossKernel, number>> = { ${settings(losses, 6)} };
`;
}
