/** What the page knows, and who wants to hear of it.
 * @module
 */
import type { Sample, Standing } from "../engine/messages.ts";
import type { Settings } from "../engine/settings.ts";
import type { Subject } from "./explain.ts";

/** What may change; `answering` is the network that answers, where that one has learned. */
export type Topic = "image" | "networks" | "answering" | "settings" | "sample" | "subject" | "theme";

/** Which network answers and is explained: the one that came trained, or one of those that learn here. */
export type SubjectName = "included" | "0" | "1";

export class Store {
  /** The digit at hand, 28 × 28 bytes. */
  image: Uint8Array<ArrayBuffer> = new Uint8Array(784);
  /** What it should be, and whether that is known. */
  label = 0;
  labelled = false;
  /** The settings of the networks that learn here: one or two. */
  settings: Settings[] = [];
  /** How those networks stand. */
  networks: readonly Standing[] = [];
  running = false;
  sample: Sample | undefined;
  subject: SubjectName = "included";
  readonly included: Subject;
  readonly #listeners: { topics: readonly Topic[]; listen: () => void }[] = [];
  readonly #changed = new Set<Topic>();

  constructor(included: Subject) {
    this.included = included;
  }

  /** The network that answers. */
  get answering(): Subject {
    if (this.subject === "included") return this.included;
    const network = this.networks[Number(this.subject)];
    return network ? { configuration: network.settings, weights: network.weights } : this.included;
  }

  /** Says that the networks have learned, and whether their weights are known. */
  learned(complete: boolean): void {
    this.changed("networks");
    if (complete && this.subject !== "included") this.changed("answering");
  }

  /** Listens: once a frame, however much has changed. */
  on(topics: readonly Topic[], listen: () => void): void {
    this.#listeners.push({ topics, listen });
  }

  /** Says that something has changed. */
  changed(...topics: readonly Topic[]): void {
    if (this.#changed.size === 0) requestAnimationFrame(() => this.#tell());
    for (const topic of topics) this.#changed.add(topic);
  }

  #tell(): void {
    const changed = new Set(this.#changed);
    this.#changed.clear();
    for (const { topics, listen } of this.#listeners) {
      if (topics.some((topic) => changed.has(topic))) listen();
    }
  }
}
