/** When the native library sends its helpers away, by what jobs seem to take: as `../threads_trial_test.ts` has it for WebAssembly. */
import { assertEquals } from "@std/assert";
import { Tensor } from "../../tensor.ts";
import { native, nativePath } from "../parity.ts";

const ignore = nativePath === undefined;
const hooks = ignore ? undefined : Deno.dlopen(nativePath!, {
  pretend: { name: "chainrule_pretend", parameters: ["f64", "f64"], result: "void" },
  helped: { name: "chainrule_helped", parameters: [], result: "i32" },
}).symbols;

/** Of two chunks. */
const x = Tensor.zeros([8192]);

/** Does so many jobs. Returns how many had help. */
function shared(jobs: number): number {
  const before = hooks!.helped(), at = x.data.byteOffset;
  for (let i = 0; i < jobs; i++) native!.relu(x.size, at, at);
  return hooks!.helped() - before;
}

const ALONE = 600, TOGETHER = 3000, PERIOD = 60_000;
/** What the jobs of a trial with help would take without, if each takes 2. */
const LIMIT = 2 * TOGETHER;

Deno.test({
  name:
    "native threads: helpers are kept if they save time, else sent away as soon as it is certain that they do not",
  ignore,
  fn() {
    for (const together of [1, 1.69, 1.99, 2, 2.01, 17]) {
      const needed = Math.ceil(LIMIT / together),
        kept = needed > TOGETHER,
        title = `${together} instead of 2`;
      hooks!.pretend(together, 2);
      assertEquals(native!.call_helpers(1), 1);
      assertEquals([shared(ALONE), shared(ALONE)], [ALONE, 0], "all with help at first, then all without");
      assertEquals(shared(TOGETHER), kept ? TOGETHER : needed, title);
      assertEquals(shared(500), kept ? 500 : 0, title);
      native!.dismiss_helpers();
    }
    assertEquals(shared(100), 0, "without helpers");
    hooks!.pretend(0, 0);
  },
});

Deno.test({
  name: "native threads: trials come again, and notice when something has changed",
  ignore,
  fn() {
    // What a trial that ends early leaves out counts as done.
    const needed = LIMIT / 3, leftOut = TOGETHER - needed;
    hooks!.pretend(3, 2);
    native!.call_helpers(1);
    shared(ALONE);
    assertEquals(shared(PERIOD - leftOut), needed, "sent away for the rest of the period");
    assertEquals(shared(PERIOD - leftOut), needed, "and again");
    hooks!.pretend(1, 2);
    assertEquals(shared(PERIOD), PERIOD - ALONE, "kept");
    hooks!.pretend(3, 2);
    assertEquals(shared(PERIOD - leftOut), needed, "sent away");
    native!.dismiss_helpers();
    hooks!.pretend(0, 0);
  },
});
