/** Large products with and without a BLAS library, where there is one that may be loaded: `deno bench --allow-ffi=PATH`. */
import { type Blas, BlasError, useBlas } from "@chainrule/core/blas";
import { layerTensors, PRODUCTS, work } from "./products.ts";
import { normals } from "./samples.ts";

/** Batch × inputs × outputs. */
const SHAPES = [[100, 512, 512], [128, 784, 128], [256, 256, 256], [512, 512, 512], [100, 2048, 2048]];

let library: Blas | undefined;

/** Has all products done by BLAS from now on, or none. */
function switchBlas(on: boolean): void {
  if (on) library ??= useBlas("auto", { least: 0 });
  else if (library) {
    library.stop();
    library = undefined;
  }
}

/** Whether there is a library that may be loaded. Without one nothing is compared: what is printed here would get into the JSON. */
function hasBlas(): boolean {
  try {
    switchBlas(true);
    switchBlas(false);
    return true;
  } catch (error) {
    if (error instanceof BlasError) return false;
    throw error;
  }
}

for (const shape of hasBlas() ? SHAPES : []) {
  const size = shape.join("×"), layer = layerTensors(shape, "float32"), x = normals(shape.slice(0, 2));
  for (const [name, multiply] of Object.entries(PRODUCTS)) {
    for (const blas of [false, true]) {
      Deno.bench({
        name: `${name} ${size} ${blas ? "with" : "without"} BLAS`,
        group: `${name} ${size}, ${work(shape)} (BLAS with as many threads as it likes)`,
        baseline: !blas,
        fn() {
          switchBlas(blas);
          multiply(x, layer);
        },
      });
    }
  }
}
