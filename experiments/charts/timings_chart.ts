import type { ExtraMeasures, TimingMeasures } from "../study/extra_measures.ts";
import { max, min } from "../study/extent.ts";
import { formatNumber } from "../study/format.ts";
import { logTicks, ticksAt } from "./axes.ts";
import { type Chart, look } from "./chart.ts";
import { layer, named, quantitative, QUIET, tooltip } from "./encoding.ts";
import { rounded } from "./series.ts";

const KERNELS = ["plain", "WebAssembly", "native"] as const;

/** What a number costs in each activation and each loss, forward and backward together, with each kind of kernels. */
export function timingsChart({ timings = [] }: ExtraMeasures): Chart | undefined {
  if (timings.length === 0) return undefined;
  const kinds = (["activation", "loss"] as const).filter((kind) => timings.some((row) => row.kind === kind));
  const sizes = kinds.map((kind) => timings.find((row) => row.kind === kind)!.size);
  const shown = kinds.map((kind, i) =>
    sums(timings.filter((row) => row.kind === kind && row.size === sizes[i]))
  );
  const all = shown.flat(), low = min(all, ({ least }) => least)! / 1.2;
  const high = max(all, ({ mean, most }) => Math.max(mean, most))! * 1.2;
  const ticks = { ...ticksAt(logTicks(low, high, 5)), grid: false };
  const x = quantitative("mean", null, { type: "log", domain: [low, high], nice: false }, ticks);
  const names = KERNELS.filter((kernels) => all.some((row) => row.kernels === kernels));
  const axes = { x: "Time, ns a number, forward and backward", y: "" };
  const note = `Means of deno bench, from the least to what 75 % of the calls stay below; sizes ${
    sizes.join(" and ")
  }.`;
  const marks = names.map((name, i) => ({ name, shape: look(i).shape, filled: true, color: look(i).color }));
  return {
    id: "timings",
    title: "What a number costs in activations and losses",
    note: `→ ${axes.x.toLowerCase()}, logarithmic. ${note}`,
    hides: false,
    wide: true,
    plots: kinds.map((kind, i) => ({
      name: kind === "loss" ? "losses" : "activations",
      spec: {
        height: { step: 26 },
        data: { values: shown[i] },
        encoding: {
          y: { field: "name", type: "nominal", title: null, axis: QUIET },
          color: named("kernels", names, names.map((_, k) => look(k).color)),
        },
        layer: [
          layer(
            { type: "rule", strokeWidth: 1.5, tooltip: null },
            { x: { ...x, field: "least" }, x2: { field: "most" } },
          ),
          layer({ type: "point", filled: true, size: 70, opacity: 1 }, {
            x,
            shape: named("kernels", names, names.map((_, k) => look(k).shape)),
            tooltip: tooltip({ Function: "name", Kernels: "kernels", Time: "took" }),
          }),
        ],
      },
    })),
    paper: { note, marks, axes },
  };
}

/** Forward and backward together. */
function sums(rows: readonly TimingMeasures[]) {
  const groups = Map.groupBy(rows, ({ name, kernels }) => `${name} ${kernels}`);
  const sum = (of: readonly TimingMeasures[], key: "ns" | "nsLeast" | "nsP75") =>
    rounded(of.reduce((sum, row) => sum + row[key], 0));
  return [...groups.values()].map((of) => ({
    name: of[0].name,
    kernels: of[0].kernels,
    mean: sum(of, "ns"),
    least: sum(of, "nsLeast"),
    most: sum(of, "nsP75"),
    took: `${formatNumber(sum(of, "ns"))} ns a number`,
  }));
}
