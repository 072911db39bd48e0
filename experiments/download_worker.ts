/** Loads published datasets: the only thread of a command that has the network. No npm module is loaded in it, and it takes names alone.
 * @module
 */
import type { MnistName } from "@chainrule/data";
// Not by the name of the package, all of which would come with it, and its reader of CSV from npm.
import { loadMnist } from "../data/mnist/load_mnist.ts";
import type { Told } from "./training/downloads.ts";

const scope = self as unknown as {
  onmessage: (event: MessageEvent<MnistName>) => void;
  postMessage(told: Told, transfer?: Transferable[]): void;
};

scope.onmessage = async ({ data: dataset }) => {
  try {
    const loaded = await loadMnist({ dataset, onProgress: (progress) => scope.postMessage({ progress }) });
    // Copies, for the memory that threads share ends with this one.
    const [train, test] = [loaded.train, loaded.test].map((part) => ({
      ...part,
      images: part.images.slice(),
    }));
    scope.postMessage({ loaded: { ...loaded, train, test } }, [train.images.buffer, test.images.buffer]);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    scope.postMessage({ failed: { name, message } });
  }
};
