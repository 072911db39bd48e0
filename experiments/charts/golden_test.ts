/** Each chart of a small record as it is meant to be, in testdata: any change to a specification is seen. */
import { assert, assertEquals } from "@std/assert";
import { chartsOf } from "./charts_of.ts";
import { combined, exponentials, losses, overflow, search } from "./sample_records.ts";

const RECORDS = { combined, exponentials, losses, overflow, search };

/** One of each kind. */
const GOLDEN = {
  losses: ["training_loss", "testing_accuracy", "accuracy_bars", "loss_bars", "time_accuracy"],
  search: ["parallel_coordinates", "heat_map", "importance", "training_loss"],
  overflow: ["pre_activations", "softmax"],
  exponentials: ["functions"],
  combined: ["heat_map"],
};

/** JSON with nine digits, for the last ones of powers differ between machines, and what is short on one line. */
function written(value: unknown, indent = ""): string {
  if (typeof value === "number") return String(Number(value.toPrecision(9)));
  const short = JSON.stringify(
    value,
    (_, part) => typeof part === "number" ? Number(part.toPrecision(9)) : part,
  );
  if (typeof value !== "object" || value === null || short.length + indent.length <= 110) return short;
  const inner = indent + " ";
  const parts = Array.isArray(value)
    ? value.map((part) => written(part, inner))
    : Object.entries(value).filter(([, part]) => part !== undefined)
      .map(([key, part]) => `${JSON.stringify(key)}: ${written(part, inner)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${parts.map((part) => inner + part).join(",\n")}\n${indent}${close}`;
}

for (const [name, ids] of Object.entries(GOLDEN)) {
  Deno.test(`the charts of ${name} are as in testdata; after a change that is meant: deno test … -- --update`, async () => {
    const charts = chartsOf(RECORDS[name as keyof typeof RECORDS]);
    for (const id of ids) {
      const chart = charts.find((chart) => chart.id === id);
      assert(chart, `${id} is not drawn`);
      const file = new URL(`testdata/${name}_${id}.json`, import.meta.url), text = written(chart) + "\n";
      if (Deno.args.includes("--update")) await Deno.writeTextFile(file, text);
      assertEquals(JSON.parse(text), JSON.parse(await Deno.readTextFile(file)), id);
    }
  });
}
