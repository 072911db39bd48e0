/** What tests look at in charts: data in, specification out.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { StudyRecord } from "../study/study_record.ts";
import type { Chart, Plot } from "./chart.ts";
import { chartsOf } from "./charts_of.ts";

// deno-lint-ignore no-explicit-any
export type Spec = Record<string, any>;

/** The chart of a study with this name. */
export function chart(record: StudyRecord, id: string): Chart {
  const found = chartsOf(record).find((chart) => chart.id === id);
  assert(found, `${id} is not drawn`);
  return found;
}

/** All layers of a drawing, those within others too. */
export function layers(plot: Plot): Spec[] {
  const flat = (spec: Spec): Spec[] => spec.layer ? spec.layer.flatMap(flat) : [spec];
  return flat(plot.spec);
}

/** The layer with a mark. */
export function layer(plot: Plot, type: string, more: (layer: Spec) => boolean = () => true): Spec {
  const found = layers(plot).filter((layer) => layer.mark.type === type && more(layer));
  assertEquals(found.length, 1, `${found.length} layers of ${type}`);
  return found[0];
}

/** What a channel gives to each name. */
export function pairs({ scale: { domain, range } }: Spec): Record<string, string> {
  assertEquals(domain.length, range.length);
  return Object.fromEntries(domain.map((name: string, i: number) => [name, range[i]]));
}

/** The channel that colours runs. */
export const colourOf = (plot: Plot): Spec =>
  (plot.spec.encoding as Spec).color ??
    (plot.spec.layer as Spec[]).find(({ encoding }) => encoding.color)!.encoding.color;

/** The rows of a drawing's own data. */
export const values = ({ spec }: Plot): Spec[] => (spec.data as Spec).values;

/** The losses of a sample, and the number of their colour. */
export const COLOURS = { "kl-div": 0, "softmax-cross-entropy": 1, "hinge": 2, "focal": 3 };
export const colours = Object.fromEntries(
  Object.entries(COLOURS).map(([name, i]) => [name, `var(--run-${i})`]),
);
