/** How many workers the limit on open files allows. A worker that can't be started takes all of the program with it.
 * @module
 */

/** The files that a worker keeps open: Deno's, not ours. */
export const FILES_PER_WORKER = 6;

/** The files that whoever trains a run opens besides, at most at a time: those of checkpoints and records. */
export const FILES_PER_RUN = 2;

/** The files of everything else: tables, claims, modules that come late. */
const OTHERS = 16;

/**
 * How many of so many can be had if each keeps some files open. The limit can't be asked for: files are opened, as many as would be
 * needed, and closed again.
 *
 * @param open Opens a file that is certainly there.
 * @returns At least 1.
 */
export function affordable(
  wanted: number,
  filesEach: number,
  open: () => { close(): void } = () => Deno.openSync(new URL(import.meta.url)),
): number {
  const needed = wanted * filesEach + OTHERS, files: { close(): void }[] = [];
  try {
    while (files.length < needed) files.push(open());
    return wanted;
  } catch (error) {
    if ((error as { code?: string }).code !== "EMFILE") return wanted; // it can't be known
    return Math.max(1, Math.floor((files.length - OTHERS) / filesEach));
  } finally {
    for (const file of files) file.close();
  }
}
