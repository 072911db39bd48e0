import { assertEquals } from "@std/assert";
import { onSignals } from "./signals.ts";

Deno.test("the first signal interrupts, the same one that is passed on does nothing more, any later one ends the program", () => {
  for (
    const [first, second, code] of [["SIGINT", "SIGINT", 130], ["SIGTERM", "SIGTERM", 75], [
      "SIGINT",
      "SIGTERM",
      75,
    ]] as const
  ) {
    const done: unknown[] = [];
    let time = 1000;
    const come = onSignals({
      interrupt: (signal) => void done.push(signal),
      exit: (code) => void done.push(code),
      now: () => time,
    });
    come(first);
    time += 20;
    come(first);
    assertEquals(done, [first, first]);
    time += 500;
    come(second);
    assertEquals(done.slice(2, 3), [code]);
  }
});
