/** Writes `native/symbols.ts`: how the functions of the native library are called, which are those of the WebAssembly module.
 * @module
 */

/** What the types of AssemblyScript are for `Deno.dlopen`. */
const TYPES: Readonly<Record<string, string>> = {
  usize: "u32",
  u32: "u32",
  i32: "i32",
  bool: "i32",
  f32: "f32",
  f64: "f64",
};

/** What only WebAssembly has: its threads are workers that call a function of the module. */
const LEFT_OUT = ["serve"];

/**
 * The source of `native/symbols.ts`.
 *
 * @param declarations What the compiler of the WebAssembly module wrote.
 * @throws {Error} If a parameter has a type that is not known.
 */
export function declareSymbols(declarations: string): string {
  const known = (type: string, name: string) => {
    if (Object.hasOwn(TYPES, type)) return JSON.stringify(TYPES[type]);
    throw new Error(`Cannot declare ${name} for the native library: found the type ${type}`);
  };
  const members: string[] = [];
  for (
    const [, comment, name] of declarations.matchAll(
      /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*export function (\w+)\(/g,
    )
  ) {
    if (LEFT_OUT.includes(name)) continue;
    const parameters = Array.from(comment.matchAll(/@param \w+ `(\w+)`/g), ([, type]) => known(type, name));
    const returns = comment.match(/@returns `(\w+)`/);
    const result = returns ? known(returns[1], name) : '"void"';
    members.push(
      `  ${name}: { name: "chainrule_${name}", parameters: [${
        parameters.join(", ")
      }], result: ${result} },\n`,
    );
  }
  return `// deno-fmt-ignore-file
// Written by \`deno task kernels\`.
/** How the functions of the native library are called.
 * @module
 */

/** All functions, by the names that they have in the WebAssembly module. */
export const SYMBOLS = {
${members.sort().join("")}} as const satisfies Deno.ForeignLibraryInterface;
`;
}
