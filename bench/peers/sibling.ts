/** Files of this folder.
 * @module
 */

/** The path of a file that lies beside this one. */
export function sibling(name: string): string {
  const { pathname } = new URL(name, import.meta.url);
  return decodeURIComponent(Deno.build.os === "windows" ? pathname.slice(1) : pathname);
}
