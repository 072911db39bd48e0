/** Charts of cost: accuracy against training time, the front, and shares of a step. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { chartsOf } from "./charts_of.ts";
import { recordOf, studyOf } from "./sample_records.ts";

const chart = (record: Parameters<typeof chartsOf>[0], id: string) =>
  chartsOf(record).find((chart) => chart.id === id)!;

Deno.test("accuracy is drawn against the time of all epochs so far, with a line for each goal", () => {
  const record = recordOf(studyOf({ variants: { a: {}, b: {} }, goals: [0.9, 0.95] }), {
    "a@1": { held: [0.9, 0.94], seconds: 1 },
    "a@2": { held: [0.92, 0.96], seconds: 3 },
    "b@1": { held: [0.91, 0.93], seconds: 5 },
  }, { seeds: 2 });
  const { plots: [{ curves, spec }], note } = chart(record, "goals");
  assertEquals(curves!.series.map(({ run, x, y }) => [run, x, y]), [
    ["a", [2, 4], [0.91, 0.95]],
    ["b", [5, 10], [0.91, 0.93]],
  ]);
  assertStringIncludes(note!, "95 %; 90 %");
  const { layer } = spec as { layer: { data?: { values: { limit: number }[] } }[] };
  assertEquals(layer.flatMap(({ data }) => data?.values ?? []), [{ limit: 0.95 }, { limit: 0.9 }]);
  assertEquals(chart(recordOf(studyOf({}), {}), "goals"), undefined);
});

Deno.test("the front has a panel for operations and one for seconds, with each network after each epoch", () => {
  const record = recordOf(studyOf({ varied: { hidden: [[10], [40]] }, front: true }), {
    "10": { held: [0.85, 0.95], seconds: 4 },
    "40": { held: [0.96, 0.94], seconds: 1 },
  });
  const { plots } = chart(record, "front");
  assertEquals(plots.map(({ name }) => name), ["operations", "seconds"]);
  const [operations, seconds] = plots.map(({ spec }) =>
    (spec as { data: { values: { run: string; epoch: number; x: number; y: number; front: boolean }[] } })
      .data.values
  );
  // What is below 90 % is not drawn.
  assertEquals(seconds.map(({ run, epoch, x, y, front }) => [run, epoch, x, y, front]), [
    ["10", 2, 8, 0.95, false],
    ["40", 1, 1, 0.96, true],
    ["40", 2, 2, 0.94, false],
  ]);
  assertEquals(operations.map(({ front }) => front), [true, true, false]);
});

Deno.test("shares stand beside the accuracy of the best settings with each, the largest first", () => {
  const study = studyOf({ search: true, each: ["activation"], trials: [{ activation: ["tanh"] }] });
  const share = { kind: "activation", forwardNs: 1, backwardNs: 2 } as const;
  const shares = [{ ...share, name: "selu", share: 0.1 }, { ...share, name: "tanh", share: 0.25 }];
  const record = recordOf(study, { t001: { held: [0.5] }, best: { held: [0.8] } }, { extra: { shares } });
  const best = record.records.map((of) => ({
    ...of,
    run: { ...of.run, name: of.run.name.replace("best", "best tanh") },
  }));
  const { plots: [{ spec }] } = chart({ ...record, records: best }, "shares");
  assertEquals((spec as { data: unknown }).data, {
    values: [
      { name: "tanh", share: 0.25, label: "25.00 %, 80.00 % right" },
      { name: "selu", share: 0.1, label: "10.00 %" },
    ],
  });
});

Deno.test("timings of forward and backward are added up, within an axis that holds them all", () => {
  const row = {
    kind: "activation",
    name: "Tanh",
    size: "1×1",
    nsLeast: 1,
    ns: 4,
    nsP75: 2,
    nsP99: 9,
  } as const;
  const timings = (["plain", "native"] as const).flatMap((kernels) => [
    { ...row, pass: "forward", kernels } as const,
    { ...row, pass: "backward", kernels } as const,
    { ...row, pass: "forward", kernels, size: "9×9", ns: 1000 } as const,
  ]);
  const { plots, paper } = chart(recordOf(studyOf({}), {}, { extra: { timings } }), "timings");
  const { data, layer } = plots[0].spec as {
    data: { values: unknown[] };
    layer: { encoding: { x: { scale: { domain: number[] }; axis: unknown } } }[];
  };
  const common = { name: "Tanh", mean: 8, least: 2, most: 4, took: "8 ns a number" };
  assertEquals([plots.length, data.values], [
    1,
    ["plain", "native"].map((kernels) => ({ ...common, kernels })),
  ]);
  const [{ x }, { x: other }] = layer.map(({ encoding }) => encoding);
  assertEquals([x.axis, x.scale.domain.map((end) => Math.round(10 * end))], [other.axis, [17, 96]]);
  assertEquals(paper!.marks!.map(({ name }) => name), ["plain", "native"]);
});
