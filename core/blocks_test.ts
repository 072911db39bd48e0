import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Block, Blocks } from "./blocks.ts";

const START = 10, SIZE = 60;

Deno.test("Blocks: what is taken is where a list of free places says, first fit, whatever was given back before", () => {
  // Takes so many bytes; or gives back the block that is so far along, for a number below 0.
  const actions = fc.array(fc.integer({ min: -9, max: 15 }).filter((action) => action !== 0), {
    maxLength: 80,
  });
  fc.assert(
    fc.property(actions, (actions) => {
      const blocks = new Blocks(START, SIZE), free = Array<boolean>(SIZE).fill(true), held: Block[] = [];
      const mark = ({ start, size }: Block, value: boolean) =>
        free.fill(value, start - START, start - START + size);
      for (const action of actions) {
        const runs = free.map((one) => one ? "." : "#").join("");
        if (action < 0 && held.length > 0) {
          const [block] = held.splice(-action % held.length, 1);
          blocks.give(block);
          mark(block, true);
        } else if (action > 0) {
          const at = runs.indexOf(".".repeat(action)), block = blocks.take(action);
          assertEquals(block, at < 0 ? undefined : { start: START + at, size: action });
          if (block) held.push(block), mark(block, false);
        }
      }
      assertEquals(blocks.taken, free.filter((one) => !one).length);
      const runs = free.map((one) => one ? "." : "#").join("").split(/#+/);
      assertEquals(blocks.largest, runs.reduce((most, { length }) => Math.max(most, length), 0));
    }),
    { numRuns: 500 },
  );
});
