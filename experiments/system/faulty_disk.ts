/** A disk that fails once, for tests.
 * @module
 */

/** The calls of `Deno` that name a path first, and those of an open file. */
const CALLS = ["open", "mkdir", "rename", "remove", "writeTextFile", "readFile", "stat", "lstat"] as const;
const CALLS_OF_FILES = ["write", "sync", "truncate", "seek", "tryLock"] as const;

type Call = (this: unknown, ...args: unknown[]) => Promise<unknown>;

/** Has one of the calls fail that concern a folder, and remembers all of them. It is over when disposed. */
export class FaultyDisk implements Disposable {
  readonly #undo: (() => void)[] = [];
  readonly #paths = new WeakMap<object, string>();
  /** What was called, and the path within the folder: `write /runs/…`. */
  readonly calls: string[] = [];

  /**
   * Nothing has failed yet.
   *
   * @param at Which call fails, from 0; none if there are not so many.
   * @param fault Makes what it fails with.
   */
  constructor(folder: string, at: number, fault: () => Error) {
    const wrap = (
      object: object,
      name: string,
      pathOf: (file: unknown, path: unknown) => string | undefined,
    ) => {
      const original: Call = Reflect.get(object, name);
      const paths = this.#paths, calls = this.calls;
      const call: Call = async function (...args) {
        const path = pathOf(this, args[0]);
        if (path?.startsWith(folder) && calls.push(`${name} ${path.slice(folder.length)}`) === at + 1) {
          throw fault();
        }
        // Nobody pulls the plug here, and waiting for the disk would take most of the time.
        if (name === "sync") return;
        const result = await original.apply(this, args);
        if (name === "open") paths.set(result as object, path!);
        return result;
      };
      Reflect.set(object, name, call);
      this.#undo.push(() => Reflect.set(object, name, original));
    };
    for (const name of CALLS) wrap(Deno, name, (_, path) => String(path));
    for (const name of CALLS_OF_FILES) {
      wrap(Deno.FsFile.prototype, name, (file) => this.#paths.get(file as object));
    }
  }

  [Symbol.dispose](): void {
    for (const undo of this.#undo) undo();
  }
}
