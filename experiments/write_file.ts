/** Files that are whole or not there.
 * @module
 */

/** Results can't be written: no space, no permission, something in the way. */
export class OutputError extends Error {
  /** The name that stack traces show. */
  override readonly name = "OutputError";
}

/**
 * Writes a file beside its place and renames it, so that whoever looks finds the old contents or the new ones, never a
 * part.
 *
 * @throws {OutputError} If that fails. Then the old file is as it was.
 */
export async function writeFile(path: string, text: string): Promise<void> {
  const part = `${path}.${Deno.pid}.part`;
  try {
    await Deno.writeTextFile(part, text);
    await Deno.rename(part, path);
  } catch (error) {
    await Deno.remove(part).catch(() => {});
    throw new OutputError(`Cannot write ${path}: ${reason(error)}`, { cause: error });
  }
}

/**
 * Makes a folder, and those above it, unless it is there, and makes sure that files can be written to it.
 *
 * @throws {OutputError} If not.
 */
export async function makeFolder(folder: string): Promise<void> {
  const probe = `${folder}/.${Deno.pid}.part`;
  try {
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeTextFile(probe, "");
    await Deno.remove(probe);
  } catch (error) {
    throw new OutputError(`Cannot write to the folder ${folder}: ${reason(error)}`, { cause: error });
  }
}

/** Removes a file, if it is there. */
export async function removeFile(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw new OutputError(`Cannot replace ${path}: ${reason(error)}`, { cause: error });
  }
}

/** What the operating system said, in one line and without the call and its path. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = message.split("\n")[0].replace(/ \(os error \d+\).*$/, "");
  return line.slice(0, 1).toLowerCase() + line.slice(1);
}
