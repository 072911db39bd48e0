import { assertEquals } from "@std/assert";
import { useKernels } from "@chainrule/core";
import { roundsOnce } from "./rounding.ts";

/** Whether the processor multiplies and adds in one step, as Linux says. */
const fused = await Deno.readTextFile("/proc/cpuinfo").then(
  (text) => Deno.build.arch === "aarch64" || /\bfma\b/.test(text),
  () => undefined,
);

Deno.test("strict kernels round twice", () => {
  useKernels("strict");
  try {
    assertEquals(roundsOnce(), false);
  } finally {
    useKernels("fast");
  }
});

Deno.test({
  name: "relaxed kernels round once, where the processor can",
  ignore: fused === undefined,
  fn: () => assertEquals(roundsOnce(), fused),
});
