/** One epoch of MNIST against PyTorch, in float64. Run by `deno task test:system`. */
import { testEpoch } from "../training/golden_fixtures.ts";

testEpoch({ title: "in float64", dtype: "float64" });
