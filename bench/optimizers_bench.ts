/** A step of each optimizer on the 101,770 parameters of 784-128-10. */
import { KINDS } from "./kinds.ts";
import { normals } from "./samples.ts";
import { OPTIMIZERS } from "./subjects.ts";

const SHAPES = [[784, 128], [128], [128, 10], [10]];

for (const [name, make] of Object.entries(OPTIMIZERS)) {
  for (const { name: kind, dtype, select } of KINDS) {
    const parameters = SHAPES.map((shape, i) => ({
      name: `${i}`,
      value: normals(shape, dtype, 0.01),
      grad: normals(shape, dtype, 0.01),
    }));
    const optimizer = make(parameters);
    Deno.bench({
      name: `${name} ${kind}`,
      group: `${name}, 101,770 parameters`,
      baseline: kind === "plain",
      fn() {
        select();
        optimizer.step();
      },
    });
  }
}
