/**
 * What notices in the middle of a job that something is garbage.
 *
 * A `FinalizationRegistry` reports only when the program awaits something that is still to happen, and a `WeakRef` keeps its target until
 * the end of the job in which it was made. Not so one that was made in a job before: objects made then are kept in stock, each with its
 * reference, and given out to go with what is made now. When one is gone, so is what it went with.
 *
 * To look at one that is still there keeps it until the end of the job: each can be asked once a job, so the young ones are not.
 *
 * @module
 */

/** Made when the program starts, and again whenever it has awaited something. */
const STOCK = 2048;

/** A witness goes with things until they have so many bytes together; with more, when the stock runs out in a long job. */
const SHARE = 2 ** 24, LARGEST_SHARE = 2 ** 28;

/** Things that have one witness. */
interface Group<T> {
  readonly witness: WeakRef<object>;
  readonly things: Set<T>;
  /** Whether it was looked at before, or made before the last look. */
  age: "young" | "old" | "asked";
}

/** The witness that things get now, the group that it stands for, and the bytes until there is another. */
interface Current<T> {
  readonly object: object;
  readonly group: Group<T>;
  bytes: number;
}

/** Witnesses of things that have a size. */
export class Witnesses<T> {
  readonly #stock: { object: object; reference: WeakRef<object> }[] = [];
  readonly #groups = new Set<Group<T>>();
  readonly #groupOf = new Map<T, Group<T>>();
  #current: Current<T> | undefined;

  /** A full stock, for the jobs to come. */
  constructor() {
    this.refill();
  }

  /** To be called at the beginning of a job: from its end on, what is made here can be asked. */
  refill(): void {
    while (this.#stock.length < STOCK) {
      const object = {};
      this.#stock.push({ object, reference: new WeakRef(object) });
    }
    for (const group of this.#groups) if (group.age === "asked") group.age = "old";
  }

  /** An object that is to be referenced by all that keeps the thing, and by nothing else; none where the stock is used up. */
  call(thing: T, bytes: number): object | undefined {
    const current = this.#current ?? this.#next();
    if (current === undefined) return undefined;
    current.group.things.add(thing);
    this.#groupOf.set(thing, current.group);
    current.bytes -= bytes;
    if (current.bytes <= 0) this.#close();
    return current.object;
  }

  #next(): Current<T> | undefined {
    const share = Math.min(SHARE * STOCK / this.#stock.length, LARGEST_SHARE), next = this.#stock.shift();
    if (next === undefined) return undefined;
    const group: Group<T> = { witness: next.reference, things: new Set(), age: "young" };
    this.#groups.add(group);
    return this.#current = { object: next.object, group, bytes: share };
  }

  /** Lets the witness that things got until now be referenced by them alone. */
  #close(): void {
    if (this.#current?.group.things.size === 0) this.#groups.delete(this.#current.group);
    this.#current = undefined;
  }

  /** Forgets a thing. */
  dismiss(thing: T): void {
    const group = this.#groupOf.get(thing);
    if (group === undefined) return;
    this.#groupOf.delete(thing);
    group.things.delete(thing);
    if (group.things.size === 0 && group !== this.#current?.group) this.#groups.delete(group);
  }

  /**
   * The things that are known to be garbage, of which each is to be dismissed.
   *
   * @param all Whether the young ones are asked, too.
   */
  findGarbage(all: boolean): T[] {
    this.#close();
    const garbage: T[] = [];
    for (const group of this.#groups) {
      if (group.age === "old" || all && group.age === "young") {
        group.age = "asked";
        if (group.witness.deref() === undefined) { for (const thing of group.things) garbage.push(thing); }
      } else if (group.age === "young") group.age = "old";
    }
    return garbage;
  }
}
