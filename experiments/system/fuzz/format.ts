import type fc from "fast-check";

/** A kind of file that a command reads. */
// deno-lint-ignore no-explicit-any
export interface Format<Input = any> {
  /** What is tried. */
  readonly inputs: fc.Arbitrary<Input>;
  /**
   * Puts an input into an empty folder and has it read. It fails if that neither comes to something that can be used, nor to an error
   * of a known kind in one line.
   *
   * @returns Whether it was taken; else it was refused.
   */
  read(folder: string, input: Input): Promise<boolean>;
}
