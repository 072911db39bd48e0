/// <reference lib="dom" />
/** MNIST, from files that people give, or from beside the page.
 * @module
 */
import type { Wish } from "../engine/messages.ts";
import { find, onClick } from "./dom.ts";

/** The names of the files, in the order in which they are read. */
export const NAMES = ["train-images", "train-labels", "t10k-images", "t10k-labels"];
const STEMS = ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"];

export function startFiles(wish: (wish: Wish) => void, refuse: (message: string) => void): void {
  const place = find("#files"), input = find<HTMLInputElement>("#mnist-files"), here = find("#mnist-here");
  const take = async (files: readonly File[]) => {
    const found = NAMES.map((name) => files.find((file) => file.name.includes(name)));
    const missing = NAMES.filter((_, i) => !found[i]);
    if (missing.length > 0) {
      return refuse(
        `Cannot load MNIST: want four files, ${missing.join(", ")} ${
          missing.length === 1 ? "is" : "are"
        } missing`,
      );
    }
    wish({
      type: "mnist",
      files: await Promise.all(found.map(async (file) => new Uint8Array(await file!.arrayBuffer()))),
    });
  };
  input.addEventListener("change", () => take([...input.files ?? []]));
  addEventListener("dragover", (event) => {
    event.preventDefault();
    place.classList.add("over");
  });
  addEventListener("dragleave", () => place.classList.remove("over"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    take([...event.dataTransfer?.files ?? []]);
  });
  // From disk there is nothing beside the page that it may read.
  here.hidden = !location.protocol.startsWith("http");
  onClick("#mnist-here", async () => {
    try {
      const files = await Promise.all(STEMS.map(async (stem) => {
        const response = await fetch(`mnist/${stem}-ubyte.gz`);
        if (!response.ok) throw new Error(`this site has no mnist/${stem}-ubyte.gz`);
        return new Uint8Array(await response.arrayBuffer());
      }));
      wish({ type: "mnist", files });
    } catch (error) {
      refuse(`Cannot load MNIST: ${error instanceof Error ? error.message : error}`);
    }
  });
}
