import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { markGradient, Pass, ShapeError, StaleError, Tensor, Workspace } from "./mod.ts";

/** A layer that doubles. */
class Twice {
  readonly #pass = new Pass("Twice");
  readonly #output = new Workspace();
  readonly #gradient = new Workspace();

  forward(x: Tensor): Tensor {
    const y = this.#pass.begin(x, this.#output.like(x));
    for (let i = 0; i < x.size; i++) y.data[i] = 2 * x.data[i];
    return y;
  }

  backward(dOutput: Tensor): Tensor {
    const { input } = this.#pass.recall(dOutput),
      dx = this.#pass.gradient(dOutput, this.#gradient.like(input));
    for (let i = 0; i < dx.size; i++) dx.data[i] = 2 * dOutput.data[i];
    return dx;
  }
}

/** Where a loss would write its gradient with respect to `y`. */
function lossGradient(y: Tensor, workspace = new Workspace()): Tensor {
  const dy = workspace.like(y);
  markGradient(dy, y);
  return dy;
}

const batch = (rows: number) => Tensor.zeros([rows, 3]);

Deno.test("Pass: forward and backward of one input, again and again, of batches of any size", () => {
  const a = new Twice(), b = new Twice(), workspace = new Workspace();
  for (const rows of [4, 2, 4, 7, 1, 7]) {
    const y = b.forward(a.forward(batch(rows)));
    const dx = a.backward(b.backward(lossGradient(y, workspace)));
    assertEquals(dx.shape, [rows, 3]);
    assertStrictEquals(a.backward(b.backward(lossGradient(y, workspace))), dx);
  }
});

Deno.test("Pass: a layer's own output or gradient is refused, views of it too", () => {
  for (const view of [(x: Tensor) => x, (x: Tensor) => x.reshape([6, 2]), (x: Tensor) => x.head(2)]) {
    const layer = new Twice(), message = "x is the layer's own output, which would be overwritten";
    assertThrows(() => layer.forward(view(layer.forward(batch(4)))), StaleError, message);
    // The pass that was refused is none: there is nothing to go back through.
    assertThrows(() => layer.backward(batch(4)), ShapeError, "forward has not run yet");
  }
  const layer = new Twice();
  layer.forward(batch(4));
  assertThrows(
    () => layer.backward(layer.backward(batch(4))),
    StaleError,
    "dOutput is the layer's own gradient, which would be overwritten",
  );
});

Deno.test("Pass: an input that was overwritten is refused, whatever the sizes", () => {
  for (const other of [4, 2, 9]) {
    const a = new Twice(), b = new Twice();
    const y = b.forward(a.forward(batch(4)));
    a.forward(batch(other));
    const dy = lossGradient(y);
    if (other === 9) b.backward(dy); // it got memory of its own, and the input is still there
    else {
      assertThrows(
        () => b.backward(dy),
        StaleError,
        "Cannot run Twice backward: the input of the last forward was overwritten since, by another forward or the next batch",
      );
    }
  }
});

Deno.test("Pass: the gradient of an output before the last is refused, where its origin is known", () => {
  for (const other of [4, 2]) {
    const a = new Twice(), dy = lossGradient(a.forward(batch(4)));
    a.forward(batch(other));
    a.forward(batch(4));
    assertThrows(
      () => a.backward(dy),
      StaleError,
      "Cannot run Twice backward: dOutput is the gradient of an output before the last; a layer remembers one input",
    );
    a.backward(batch(4)); // who knows where this comes from
  }
});

Deno.test("Pass: a result that was overwritten is refused when it is passed on", () => {
  const a = new Twice(), b = new Twice();
  const first = a.forward(batch(4));
  a.forward(batch(2));
  assertThrows(
    () => b.forward(first),
    StaleError,
    "Cannot run Twice forward: x was overwritten since it was made",
  );
  b.forward(first.clone());
  const dy = lossGradient(a.forward(batch(4))), workspace = new Workspace();
  const late = lossGradient(a.forward(batch(4)), workspace);
  workspace.tensor([1, 3], "float32");
  assertThrows(() => a.backward(late), StaleError, "dOutput was overwritten since it was made");
  assertThrows(() => a.backward(dy), StaleError, "before the last");
});
