/** Adds any number of items to a list. `push(...items)` fails where they are many. */
export function append<T>(list: T[], items: readonly T[]): void {
  for (const item of items) list.push(item);
}
