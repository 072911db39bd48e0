/** Each loss with its gradient, which it computes along with the value. */
import { KINDS } from "./kinds.ts";
import { inTurn, normals, oneHot } from "./samples.ts";
import { LOSSES } from "./subjects.ts";

/** Batch × classes. */
const SHAPES = [[100, 10], [1000, 10], [100, 1000]];

for (const { name, make } of LOSSES) {
  for (const [rows, classes] of SHAPES) {
    const size = `${rows}×${classes}`;
    for (const { name: kind, dtype, select } of KINDS) {
      const loss = make();
      const batch = inTurn(rows * classes, () => ({
        logits: normals([rows, classes], dtype, 3),
        targets: oneHot(rows, classes, dtype),
      }));
      Deno.bench({
        name: `${name} ${size} ${kind}`,
        group: `${name} with its gradient, ${size}`,
        baseline: kind === "plain",
        fn() {
          select();
          const { logits, targets } = batch();
          loss.forward(logits, targets);
          loss.backward();
        },
      });
    }
  }
}
