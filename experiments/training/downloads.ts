/** What is said between a command and the thread that alone has the network.
 * @module
 */
import type { LoadProgress, Mnist, MnistName } from "@chainrule/data";

/** Loads a published dataset, by its name, and tells how that goes on. It ends with one of the last two. */
export type Download = (
  dataset: MnistName,
  progress: (progress: LoadProgress) => void,
) => Promise<Exclude<Told, { readonly progress: LoadProgress }>>;

/** What the thread tells. */
export type Told =
  | { readonly progress: LoadProgress }
  | { readonly loaded: Mnist }
  | { readonly failed: { readonly name: string; readonly message: string } };
