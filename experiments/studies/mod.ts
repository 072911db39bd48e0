/** The studies. A new one is a file beside this one and a line here.
 * @module
 */
import { loss } from "./loss.ts";
import { train } from "./train.ts";

/** The studies by name; the first is the default. */
export const studies = { loss, train };
