/** Something about a file that is missing, damaged or foreign. */
export interface Warning {
  /** The file: `epochs.csv`, or with its folder `loss/epochs.csv`. */
  readonly file: string;
  readonly message: string;
}
