/** Parts of a study, for several machines.
 * @module
 */

/** One of several parts. */
export interface Shard {
  /** Its number, from 1. */
  readonly index: number;
  readonly count: number;
}

/** The number of the shard, of so many, that something belongs to: each has every `count`th, so that long ones are spread. */
export function shardAt(position: number, count: number): number {
  return position % count + 1;
}

export function belongsTo({ index, count }: Shard, position: number): boolean {
  return shardAt(position, count) === index;
}
