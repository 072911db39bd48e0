/** What a disk may hold after the power was cut, made of the calls until then.
 * @module
 */
import type { Random } from "@chainrule/core";
import type { DiskCall } from "./faulty_disk.ts";

/** A file, whatever it is called: what is certainly on the disk of it, and what was written since. */
interface Content {
  bytes: Uint8Array;
  readonly later: ((bytes: Uint8Array, part: number) => Uint8Array)[];
}

/** What changes names in one folder, all at once. */
interface Renaming {
  readonly folder: string;
  /** A file, a folder, or nothing any more. */
  readonly names: readonly (readonly [path: string, Content | "folder" | undefined])[];
}

/**
 * Remembers the calls for a folder, which is there before them, and says what may be left if the power is cut now, by the letter of POSIX: of a file what was there when it
 * was last synced, and of each later write all, nothing or a part; of a folder the names that it had when it was last synced, and any of
 * the later changes, in whatever order. A renaming happens or does not.
 */
export class PowerCut {
  readonly #root: string;
  /** The names as whoever looks finds them, and as they certainly are on the disk. */
  readonly #now = new Map<string, Content | "folder">();
  readonly #synced = new Map<string, Content | "folder">();
  readonly #open = new Map<
    unknown,
    { readonly content: Content | "folder"; at: number; readonly path: string }
  >();
  #pending: Renaming[] = [];

  constructor(root: string) {
    this.#root = root;
  }

  /** To be told of each call that succeeded. */
  readonly see = ({ name, path, args, result, file }: DiskCall): void => {
    const open = this.#open.get(file), content = open?.content;
    if (name === "mkdir") {
      if (path !== this.#root) this.#rename(path, "folder");
    } else if (name === "open") {
      const there = this.#now.get(path) ?? (this.#isFolder(path) ? "folder" : undefined);
      const opened = there ?? { bytes: new Uint8Array(), later: [] };
      if (!there) this.#rename(path, opened);
      this.#open.set(result, { content: opened, at: 0, path });
    } else if (name === "writeTextFile") this.#rename(path, { bytes: new Uint8Array(), later: [] });
    else if (name === "remove") this.#remove(path);
    else if (name === "rename") this.#move(path, args[1]);
    else if (name === "seek") open!.at = args[0];
    else if (name === "sync" && content === "folder") this.#syncNames(path);
    else if (!content || content === "folder") return;
    else if (name === "sync") this.#sync(content);
    else if (name === "write") {
      const { at } = open!, written = args[0].slice(0, result as number);
      open!.at += written.length;
      content.later.push((bytes, part) => overwritten(bytes, at, written.subarray(0, part * written.length)));
    } else if (name === "truncate") {
      content.later.push((bytes, part) => part < 1 ? bytes : bytes.slice(0, args[0]));
    }
  };

  /**
   * Writes to an empty folder what may be left.
   *
   * @param survives How probable it is that something gets to the disk that nobody waited for.
   */
  async writeRest(folder: string, random: Random, survives: number): Promise<void> {
    const names = new Map(this.#synced);
    for (const { names: changed } of this.#pending) {
      if (random.uniform() >= survives) continue;
      for (const [path, what] of changed) what ? names.set(path, what) : names.delete(path);
    }
    const hasFolders = (path: string): boolean => {
      const above = path.slice(0, path.lastIndexOf("/"));
      return above === this.#root || names.get(above) === "folder" && hasFolders(above);
    };
    await Deno.mkdir(folder);
    for (const [path, content] of [...names].sort(([a], [b]) => a < b ? -1 : 1)) {
      if (!hasFolders(path)) continue;
      const place = folder + path.slice(this.#root.length);
      if (content === "folder") {
        await Deno.mkdir(place, { recursive: true });
        continue;
      }
      let { bytes } = content;
      for (const write of content.later) {
        if (random.uniform() < survives) {
          bytes = write(bytes, random.uniform() < survives ? 1 : random.uniform());
        }
      }
      await Deno.writeFile(place, bytes);
    }
  }

  /** Whether a file is certainly on the disk as it is. */
  isSafe(path: string): boolean {
    const content = this.#synced.get(path), above = path.slice(0, path.lastIndexOf("/"));
    if (content === undefined || content !== this.#now.get(path)) return false;
    return (content === "folder" || content.later.length === 0) &&
      (above === this.#root || this.isSafe(above));
  }

  #isFolder(path: string): boolean {
    return path.endsWith("/");
  }

  #rename(path: string, content: Content | "folder"): void {
    this.#change(path, [[path, content]]);
  }

  #remove(path: string): void {
    const gone = [...this.#now.keys()].filter((name) => name === path || name.startsWith(path + "/"));
    for (const name of gone) this.#change(name, [[name, undefined]]);
  }

  #move(from: string, to: string): void {
    const content = this.#now.get(from);
    if (content) this.#change(to, [[from, undefined], [to, content]]);
  }

  #change(path: string, names: Renaming["names"]): void {
    for (const [name, what] of names) what ? this.#now.set(name, what) : this.#now.delete(name);
    this.#pending.push({ folder: path.slice(0, path.lastIndexOf("/") + 1), names });
  }

  #syncNames(folder: string): void {
    for (const { names } of this.#pending.filter((renaming) => renaming.folder === folder)) {
      for (const [path, what] of names) what ? this.#synced.set(path, what) : this.#synced.delete(path);
    }
    this.#pending = this.#pending.filter((renaming) => renaming.folder !== folder);
  }

  #sync(content: Content): void {
    for (const write of content.later) content.bytes = write(content.bytes, 1);
    content.later.length = 0;
  }
}

function overwritten(bytes: Uint8Array, at: number, written: Uint8Array): Uint8Array {
  const all = new Uint8Array(Math.max(bytes.length, at + written.length));
  all.set(bytes);
  all.set(written, at);
  return all;
}
