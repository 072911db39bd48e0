/** Each activation, forward and backward. */
import { ABOUT_DTYPES, DTYPES, inTurn, normals } from "./samples.ts";
import { ACTIVATIONS } from "./subjects.ts";

const SHAPES = [[100, 128], [100, 1024]];

for (const { name, make } of ACTIVATIONS) {
  for (const shape of SHAPES) {
    const forward = `${name} forward ${shape.join("×")}`, backward = `${name} backward ${shape.join("×")}`;
    for (const dtype of DTYPES) {
      const layer = make(), dy = normals(shape, dtype);
      const input = inTurn(dy.size, () => normals(shape, dtype));
      // A layer goes backward from its own last input: it takes a layer for each.
      const pastForward = inTurn(dy.size, () => {
        const layer = make();
        layer.forward(normals(shape, dtype));
        return layer;
      });
      const baseline = dtype === "float64";
      Deno.bench({
        name: `${forward} ${dtype}`,
        group: `${forward} (${ABOUT_DTYPES})`,
        baseline,
        fn: () => void layer.forward(input()),
      });
      Deno.bench({
        name: `${backward} ${dtype}`,
        group: `${backward} (${ABOUT_DTYPES})`,
        baseline,
        fn: () => void pastForward().backward(dy),
      });
    }
  }
}
