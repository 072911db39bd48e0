/** A disk that fails once, or whose calls are looked at, for tests.
 * @module
 */

/** The calls of `Deno` that name a path first, and those of an open file. */
const CALLS = "open mkdir rename remove writeTextFile readFile stat lstat".split(" ");
const CALLS_OF_FILES = "write read sync truncate seek stat lock tryLock unlock".split(" ");

// deno-lint-ignore no-explicit-any
type Call = (this: unknown, ...args: any[]) => Promise<unknown>;

/** A call that was made, with what it was given and what it brought. */
export interface DiskCall {
  readonly name: string;
  readonly path: string;
  // deno-lint-ignore no-explicit-any
  readonly args: readonly any[];
  readonly result: unknown;
  /** The open file that it is of. */
  readonly file: unknown;
}

/**
 * Has one of the calls fail that concern a folder, and remembers all of them. Files take half of what is first written, and nobody
 * waits for the disk. It is over when disposed.
 */
export class FaultyDisk implements Disposable {
  readonly #undo: (() => void)[] = [];
  readonly #paths = new WeakMap<object, string>();
  readonly #folder: string;
  /** Files that took only half of what they were first given. */
  readonly #halved = new WeakSet<object>();
  /** What was called, and the path within the folder: `write /runs/…`. */
  readonly calls: string[] = [];

  /**
   * Nothing has failed yet.
   *
   * @param at Which call fails, from 0; none if there are not so many.
   * @param fault Makes what it fails with.
   * @param seen Told of each call that succeeded.
   */
  constructor(folder: string, at: number, fault: () => Error, seen: (call: DiskCall) => void = () => {}) {
    this.#folder = folder;
    const fails = (name: string, path: string | undefined) =>
      path?.startsWith(this.#folder) &&
      this.calls.push(`${name} ${path.slice(this.#folder.length)}`) === at + 1;
    const replace = (object: object, name: string, by: unknown) => {
      const original = Reflect.get(object, name);
      Reflect.set(object, name, by);
      this.#undo.push(() => Reflect.set(object, name, original));
    };
    const wrap = (
      object: object,
      name: string,
      pathOf: (file: unknown, path: unknown) => string | undefined,
    ) => {
      const original: Call = Reflect.get(object, name), paths = this.#paths, halved = this.#halved;
      const call: Call = async function (...args) {
        const path = pathOf(this, args[0]);
        if (fails(name, path)) throw fault();
        if (name === "write" && !halved.has(this as object)) {
          halved.add(this as object);
          args[0] = args[0].subarray(0, Math.ceil(args[0].length / 2));
        }
        // Nobody pulls the plug here, and waiting for the disk would take most of the time.
        const result = name === "sync" ? undefined : await original.apply(this, args);
        if (name === "open") paths.set(result as object, path!);
        if (path?.startsWith(folder)) seen({ name, path, args, result, file: this });
        return result;
      };
      replace(object, name, call);
    };
    for (const name of CALLS) wrap(Deno, name, (_, path) => String(path));
    for (const name of CALLS_OF_FILES) {
      wrap(Deno.FsFile.prototype, name, (file) => this.#paths.get(file as object));
    }
    const { readDir } = Deno;
    replace(Deno, "readDir", async function* (path: string | URL) {
      if (fails("readDir", String(path))) throw fault();
      yield* readDir(path);
    });
  }

  [Symbol.dispose](): void {
    for (const undo of this.#undo) undo();
  }
}
