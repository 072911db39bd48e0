import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { StepMeasures } from "./run_record.ts";
import { StepLog } from "./step_log.ts";
import { StepSealer } from "./step_seal.ts";

function step(iteration: number): StepMeasures {
  return { type: "step", epoch: 1, iteration, images: 2, loss: 1 / iteration, accuracy: NaN };
}

const list = Array.from({ length: 20_000 }, (_, i) => step(i + 1));

Deno.test("a log of steps is a list of them", () => {
  const log = StepLog.of(list);
  assertEquals(log.length, list.length);
  assertEquals([...log], list);
  for (const at of [0, 15, 16, 31, 32, 8191, 8192, 16_384, 19_999]) assertEquals(log.at(at), list[at]);
  assertEquals([log.at(20_000), log.at(-1)], [undefined, undefined]);
  assertEquals([...new StepLog()], []);
});

Deno.test("a log that is added to in any pieces is the same, and so is its seal", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(12_000), { maxLength: 6 }), (cuts) => {
      const whole = StepLog.of(list), copy = new StepLog(), sealer = new StepSealer();
      for (const cut of [...cuts.sort((a, b) => a - b), list.length]) {
        for (const numbers of StepLog.of(list.slice(0, cut)).numbers(copy.length)) copy.append(numbers);
        assertEquals(sealer.of(copy), new StepSealer().of(StepLog.of(list.slice(0, cut))));
      }
      assertEquals(copy.chunks.map(({ length }) => length), whole.chunks.map(({ length }) => length));
      assertEquals(sealer.of(copy), new StepSealer().of(whole));
    }),
    { numRuns: 10 },
  );
});
