/** What is explained at the moment: made once for all views, when one of them asks.
 * @module
 */
import type { LossName } from "../../study/choices.ts";
import { Explainer, type Explanation, largestAt, type Place } from "./explain.ts";
import type { Store } from "./store.ts";

/** A weight that somebody turns: where it is, and what it is set to. */
export interface Turned extends Place {
  readonly value: number;
}

export class Explained {
  readonly #store: Store;
  #explainer: Explainer | undefined;
  /** The configuration that the explainer is for, and whether it has what is to be explained. */
  #shape = "";
  #fresh = false;
  #explanation: Explanation | undefined;
  #probabilities: Float64Array | undefined;
  /** The loss that is explained; that of the network unless chosen. */
  #loss: LossName | undefined;
  #turned: Turned | undefined;

  constructor(store: Store) {
    this.#store = store;
    store.on(["image"], () => this.#forget());
    store.on(["answering", "subject"], () => {
      this.#forget();
      this.#fresh = false;
    });
  }

  /** The network in float64, with the weight that is turned. */
  get explainer(): Explainer {
    const { configuration, weights } = this.#store.answering, shape = JSON.stringify(configuration);
    if (!this.#explainer || shape !== this.#shape) {
      this.#explainer = new Explainer({ configuration, weights }, 784);
      this.#shape = shape;
      this.#fresh = false;
    }
    if (!this.#fresh) {
      this.#explainer.load(weights);
      this.#explainer.loss = { ...configuration, loss: this.loss };
      if (this.#turned) this.#explainer.weight(this.#turned, this.#turned.value);
      this.#fresh = true;
    }
    return this.#explainer;
  }

  get loss(): LossName {
    return this.#loss ?? this.#store.answering.configuration.loss;
  }
  set loss(loss: LossName | undefined) {
    this.#loss = loss;
    this.#fresh = false;
    this.#forget();
  }

  get turned(): Turned | undefined {
    return this.#turned;
  }
  set turned(turned: Turned | undefined) {
    this.#turned = turned;
    this.#fresh = false;
    this.#forget();
  }

  get probabilities(): Float64Array {
    return this.#probabilities ??= this.explainer.probabilities(this.#store.image);
  }

  /** What it should be: what the image is known or said to be, or else what the network takes it for. */
  get label(): number {
    if (this.#store.labelled) return this.#store.label;
    return largestAt(this.probabilities);
  }

  get explanation(): Explanation {
    return this.#explanation ??= this.explainer.explain(this.#store.image, this.label);
  }

  #forget(): void {
    this.#explanation = this.#probabilities = undefined;
  }
}
