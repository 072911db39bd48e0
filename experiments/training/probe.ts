import type { Layer, Parameter, Tensor } from "@chainrule/core";
import type { LayerMeasures } from "../study/run_record.ts";

/** A layer that hands on what it gets and remembers it for a look. */
export class Probe implements Layer {
  readonly name = "Probe";
  readonly children: readonly Layer[] = [];
  readonly #layer: string;
  #x: Tensor | undefined;

  constructor(layer: string) {
    this.#layer = layer;
  }

  forward(x: Tensor): Tensor {
    this.#x = x;
    return x;
  }

  backward(dOutput: Tensor): Tensor {
    return dOutput;
  }

  parameters(): Parameter[] {
    return [];
  }

  /** Measures the last input. Where a number in it is not finite, so is the measure. */
  measure(): LayerMeasures {
    if (!this.#x) throw new Error(`Cannot measure ${this.#layer}: nothing has passed yet`);
    const { data, shape: [rows, columns] } = this.#x;
    let sum = 0, lowest = Infinity, highest = -Infinity, rowRange = 0;
    for (let row = 0, i = 0; row < rows; row++) {
      let low = Infinity, high = -Infinity;
      for (const end = i + columns; i < end; i++) {
        const value = data[i];
        sum += Math.abs(value);
        if (!(value >= low)) low = value;
        if (!(value <= high)) high = value;
      }
      lowest = Math.min(lowest, low);
      highest = Math.max(highest, high);
      rowRange = Math.max(rowRange, high - low);
    }
    const maximum = Math.max(-lowest, highest);
    return { layer: this.#layer, mean: sum / data.length, maximum, lowest, highest, rowRange };
  }
}

/**
 * Whether a step is one of those that are watched: the first 20, then ten between each power of two and the next, so that a
 * plot with a logarithmic axis is evenly filled.
 */
export function isWatched(iteration: number): boolean {
  if (iteration <= 20) return true;
  const every = 2 ** Math.floor(Math.log2(iteration / 10));
  return iteration % every === 0;
}
