import { checkAugmentation } from "@chainrule/data";
import { quote } from "../../study/format.ts";
import { UsageError } from "../../study/usage_error.ts";
import { parseAugmentation } from "../../training/augmentation.ts";
import type { Invocation } from "./invocation.ts";

/**
 * Makes sure, before images are read, that they can be distorted as runs want it. Parsing does not: the help needs no modules.
 *
 * @throws {UsageError} If not.
 */
export function checkDistortions({ asked }: Pick<Invocation, "asked">): void {
  for (
    const text of new Set(asked.flatMap(({ runs }) => runs.map(({ configuration }) => configuration.augment)))
  ) {
    try {
      checkAugmentation("augment", parseAugmentation(text)!);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new UsageError(
        `Cannot use --augment ${quote(text)}: ${error.message.replace(/^Cannot augment: /, "")}`,
      );
    }
  }
}
