/** Each activation, forward and backward. */
import { KINDS } from "./kinds.ts";
import { inTurn, normals } from "./samples.ts";
import { ACTIVATIONS } from "./subjects.ts";

const SHAPES = [[100, 128], [100, 1024]];

for (const { name, make } of ACTIVATIONS) {
  for (const shape of SHAPES) {
    const forward = `${name} forward ${shape.join("×")}`, backward = `${name} backward ${shape.join("×")}`;
    for (const { name: kind, dtype, select } of KINDS) {
      const layer = make(), dy = normals(shape, dtype);
      const input = inTurn(dy.size, () => normals(shape, dtype));
      // A layer goes backward from its own last input: it takes a layer for each.
      const pastForward = inTurn(dy.size, () => {
        const layer = make();
        layer.forward(normals(shape, dtype));
        return layer;
      });
      const baseline = kind === "plain";
      Deno.bench({
        name: `${forward} ${kind}`,
        group: forward,
        baseline,
        fn() {
          select();
          layer.forward(input());
        },
      });
      Deno.bench({
        name: `${backward} ${kind}`,
        group: backward,
        baseline,
        fn() {
          select();
          pastForward().backward(dy);
        },
      });
    }
  }
}
