/** Files that are there whole or not at all.
 * @module
 */
import { ensureDir } from "@std/fs";

/**
 * Writes a file beside its place and renames it into place, so that nobody sees a part of it, also where two
 * processes write the same file. On failure nothing is left.
 */
export async function storeFile(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await ensureDir(folder);
  const path = `${folder}/${name}`;
  const temporary = `${path}.${crypto.randomUUID()}.part`;
  try {
    await Deno.writeFile(temporary, bytes, { createNew: true });
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
}
