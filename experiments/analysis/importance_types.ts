/** How much of the differences goes with a setting, or with a pair of them. */
export interface Importance {
  /** The setting, by the name of its column; two with ` × ` between them; or `the rest`. */
  readonly setting: string;
  readonly importance: number;
  /** Of trials that were drawn: the probability of such a difference by chance, corrected for the number of settings. */
  readonly p?: number;
  /** The value with the highest mean; undefined of pairs and the rest. */
  readonly best?: { readonly value: string; readonly mean: number };
  readonly worst?: { readonly value: string; readonly mean: number };
}

/** A point of a grid: the values of its settings, and what was measured there. */
export interface GridPoint {
  readonly values: Readonly<Record<string, string>>;
  readonly measure: number;
}
