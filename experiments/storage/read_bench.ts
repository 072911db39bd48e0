/** What `deno bench --json` says.
 * @module
 */
import { DataError } from "@chainrule/core";
import * as v from "valibot";
import type { TimingMeasures } from "../study/extra_measures.ts";
import { parseJson } from "./parse_json.ts";
import { complaint, finite, fits, objectOf } from "./schemas.ts";

/** The file with the benchmarks of each kind. */
const ORIGINS = { "activations_bench.ts": "activation", "losses_bench.ts": "loss" } as const;

/** `Tanh forward 100×128 plain`, `HingeLoss 100×10 native`. */
const NAME = /^(\S+) (?:(forward|backward) )?(\d+)×(\d+) (plain|WebAssembly|native)$/;

const bench = objectOf({
  benches: v.array(
    objectOf({
      origin: v.string("a text"),
      name: v.string("a text"),
      results: v.array(
        objectOf({
          ok: v.optional(objectOf({ min: finite, avg: finite, p75: finite, p99: finite })),
        }),
        "a list of results",
      ),
    }),
    "a list of benchmarks",
  ),
});

/** What the text says, as JSON. */
function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw new DataError(`Cannot read timings: it is no JSON (${(error as Error).message.split("\n")[0]})`);
  }
}

/**
 * The timings of activations and losses. Other benchmarks, and those that failed, are passed over.
 *
 * @throws {DataError} If it is not what `deno bench --json` writes, or has none of them.
 */
export function readBench(text: string): TimingMeasures[] {
  const { success, output, issues } = fits(bench, parsed(text));
  if (!success) throw new DataError(`Cannot read timings: ${complaint("", issues)}`);
  const timings = timingsIn(output.benches);
  if (timings.length > 0) return timings;
  throw new DataError(
    `Cannot read timings: none of the ${output.benches.length} benchmarks is of an activation or a loss; want those of ` +
      Object.keys(ORIGINS).join(" and "),
  );
}

function timingsIn(benches: v.InferOutput<typeof bench>["benches"]): TimingMeasures[] {
  return benches.flatMap(({ origin, name, results: [result] }): TimingMeasures[] => {
    const kind = Object.entries(ORIGINS).find(([file]) => origin.endsWith(`/${file}`))?.[1];
    const [, of, pass = "both", rows, columns, kernels] = name.match(NAME) ?? [];
    if (!kind || of === undefined || !result?.ok) return [];
    const each = (ns: number) => Number((ns / (Number(rows) * Number(columns))).toPrecision(4));
    const { min, avg, p75, p99 } = result.ok;
    return [{
      kind,
      name: of,
      pass: pass as TimingMeasures["pass"],
      size: `${rows}×${columns}`,
      kernels: kernels as TimingMeasures["kernels"],
      ns: each(avg),
      nsLeast: each(min),
      nsP75: each(p75),
      nsP99: each(p99),
    }];
  });
}
