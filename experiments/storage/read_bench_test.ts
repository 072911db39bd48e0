/** What `deno bench --json` says of activations and losses. */
import { DataError } from "@chainrule/core";
import { assertEquals, assertThrows } from "@std/assert";
import { readBench } from "./read_bench.ts";

const ok = { n: 10, min: 128, max: 4096, avg: 256, p75: 512, p99: 1024, p995: 1, p999: 1 };
const bench = (file: string, name: string, result: unknown = { ok }) => ({
  origin: `file:///somewhere/bench/${file}`,
  group: "g",
  name,
  baseline: false,
  results: [result],
});
const json = (...benches: unknown[]) => JSON.stringify({ version: 1, runtime: "Deno", cpu: "a", benches });

Deno.test("timings are per number, forward and backward of activations, both of losses", () => {
  const timings = readBench(json(
    bench("activations_bench.ts", "Tanh forward 4×32 WebAssembly"),
    bench("activations_bench.ts", "HardSwish backward 1×64 plain"),
    bench("losses_bench.ts", "HingeLoss 1×32 native"),
    bench("layers_bench.ts", "LayerNorm forward 1×32 native"),
    bench("activations_bench.ts", "Tanh forward 4×32 native", { failed: {} }),
    bench("activations_bench.ts", "something else"),
  ));
  const common = { nsLeast: 1, ns: 2, nsP75: 4, nsP99: 8 };
  assertEquals(timings[0], {
    ...common,
    kind: "activation",
    name: "Tanh",
    pass: "forward",
    size: "4×32",
    kernels: "WebAssembly",
  });
  assertEquals(
    timings.slice(1).map(({ kind, name, pass, size, kernels, ns }) => [kind, name, pass, size, kernels, ns]),
    [
      ["activation", "HardSwish", "backward", "1×64", "plain", 4],
      ["loss", "HingeLoss", "both", "1×32", "native", 8],
    ],
  );
});

Deno.test("what is no output of deno bench, or has nothing of interest, is refused in one line", () => {
  assertThrows(() => readBench("Check bench.ts"), DataError, "Cannot read timings: it is no JSON");
  assertThrows(() => readBench("[]"), DataError, "Cannot read timings");
  assertThrows(() => readBench('{"benches": [{"name": 3}]}'), DataError, "want");
  assertThrows(() => readBench(json(bench("layers_bench.ts", "x"))), DataError, "none of the 1 benchmarks");
});
