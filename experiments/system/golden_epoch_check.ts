/** One epoch of MNIST against PyTorch, in float64. Run by `deno task test:system`. */
import { testEpoch, WAYS } from "../training/golden_fixtures.ts";

for (const way of WAYS) if (way.dtype === "float64") testEpoch(way);
