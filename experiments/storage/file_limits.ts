/** How many bytes a file may have to be read, by its kind: many times what any study writes, and less than what ends the program. */
const MIB = 2 ** 20;

export const MOST = {
  /** The record of a run. */
  record: 256 * MIB,
  /** Tensors have a GiB of memory, and what else a checkpoint or a network holds 100 MB. */
  tensors: 1200 * MIB,
  /** A table but that of logged steps. It takes ten times as much as it is read. */
  table: 128 * MIB,
  /** The table of logged steps, which is read in pieces. */
  steps: 2048 * MIB,
  /** `config.json` and `manifest.json`, of 100,000 runs at most. */
  runs: 128 * MIB,
  grid: 16 * MIB,
  /** A claim, a conclusion, what is said of a machine. */
  note: MIB,
} as const;
