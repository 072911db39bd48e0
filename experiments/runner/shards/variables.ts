/** What the environment says about a job array.
 * @module
 */
import { variable } from "../../study/variable.ts";
import { ARRAY_VARIABLES } from "./shard.ts";

/** The variables of {@linkcode ARRAY_VARIABLES} that are set and may be read. */
export function arrayVariables(): Partial<Record<typeof ARRAY_VARIABLES[number], string>> {
  const found: Partial<Record<typeof ARRAY_VARIABLES[number], string>> = {};
  for (const name of ARRAY_VARIABLES) {
    const value = variable(name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}
