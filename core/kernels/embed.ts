/** Writes bytes as the source of a module.
 * @module
 */

/**
 * The source of a module with the bytes in base64.
 *
 * @param title What they are.
 */
export function embed(title: string, bytes: Uint8Array): string {
  return `// deno-fmt-ignore-file
// Written by \`deno task kernels\`.
/** ${title}, in base64.
 * @module
 */

/** The bytes of the WebAssembly module. */
export const base64: string = "${bytes.toBase64()}";
`;
}
