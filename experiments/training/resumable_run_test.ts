import { assertEquals } from "@std/assert";
import { checkpointWithSteps, fewDigits } from "../fixtures.ts";
import { DEFAULTS } from "../study/configuration.ts";
import { ResumableRun } from "./resumable_run.ts";

const data = fewDigits(40, 10);
const run = { name: "a", configuration: { ...DEFAULTS, hidden: [], epochs: 2 } };

Deno.test("a run with 150,000 logged steps goes on", async () => {
  const resumed = new ResumableRun(run, data, { logEvery: 1 });
  await resumed.resume(await checkpointWithSteps(run, data, 150_000));
  const { steps, epochs } = await resumed.continue();
  assertEquals([steps.length, epochs.length], [150_001, 2]);
  assertEquals(steps[149_999].iteration, 150_000);
});
