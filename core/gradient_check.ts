/** Gradients by central differences, to check those that are written by hand.
 * @module
 */
import { GradientError, ShapeError } from "./errors.ts";
import type { Layer, Loss } from "./layer.ts";
import { Random } from "./random.ts";
import { formatShape, sameShape } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/** How a gradient is checked. The defaults are those of PyTorch's `gradcheck`. */
export interface GradientCheckOptions {
  /** Half the distance between the two points of a central difference: 1e-6. */
  eps?: number;
  /** The difference that is always allowed: 1e-5. */
  atol?: number;
  /** The difference that is allowed as a part of the numerical gradient: 1e-3. */
  rtol?: number;
  /** What the random weights of a layer's outputs come from: `new Random(0)`. */
  random?: Random;
}

/**
 * The gradient of `f` with respect to `x`, by central differences: (f(x + eps) - f(x - eps)) / 2 eps for each number
 * of `x`, which `f` reads and which is changed and restored.
 *
 * @param f A function of `x` without arguments: it reads `x` where it is.
 * @param x float64; float32 has too few digits for differences.
 * @returns A tensor of the shape of `x`.
 * @throws {ShapeError} If `x` is float32.
 *
 * @example The derivative of x² at 3 is 6.
 * ```ts
 * import { Tensor } from "@chainrule/core";
 * import { numericalGradient } from "@chainrule/core/testing";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const x = Tensor.from([3], [1], "float64");
 * assertAlmostEquals(numericalGradient(() => x.data[0] ** 2, x).data[0], 6, 1e-6);
 * ```
 */
export function numericalGradient(f: () => number, x: Tensor, eps = 1e-6): Tensor {
  if (x.dtype !== "float64") {
    throw new ShapeError(`Cannot check a gradient: a tensor is ${x.dtype}, want float64`);
  }
  const gradient = Tensor.zeros(x.shape, "float64");
  for (let i = 0; i < x.size; i++) {
    const value = x.data[i];
    x.data[i] = value + eps;
    const above = f();
    x.data[i] = value - eps;
    const below = f();
    x.data[i] = value;
    gradient.data[i] = (above - below) / (2 * eps);
  }
  return gradient;
}

/**
 * Checks `backward` of a layer by central differences of Σ r·forward(x), with random r: the gradient with respect to
 * the input and to every parameter. And what else a layer promises: the shapes, that nothing is written to what it is given, that the
 * gradients of parameters are overwritten, and that they are added to what is there with `accumulate`.
 *
 * @param layer A layer whose parameters, if any, are float64, and whose `forward` gives the same result each time.
 * @param x `[batch, …]`, float64. Keep it away from kinks, where there is no gradient.
 * @throws {GradientError} If a number of a gradient is further than atol + rtol·|numerical| from the numerical one,
 * or is not finite; if a gradient is of another shape than what it belongs to, or the output than `outputShape` says; if gradients of
 * parameters are added to without being asked, or not when asked; if the layer writes to `x` or to the gradient that it is given; or
 * if it gives another output for the same input.
 * @throws {ShapeError} If a tensor is float32.
 *
 * @example A wrong sign is found.
 * ```ts
 * import { GradientError, type Layer, Tensor } from "@chainrule/core";
 * import { checkLayer } from "@chainrule/core/testing";
 * import { assertThrows } from "@std/assert";
 *
 * const negate = (x: Tensor) => Tensor.from(x.data.map((value) => -value), x.shape, x.dtype);
 * const x = Tensor.from([[1, 2]], [1, 2], "float64");
 * checkLayer({ name: "Negate", children: [], forward: negate, backward: negate, parameters: () => [] }, x);
 * const wrong: Layer = { name: "Wrong", children: [], forward: negate, backward: (dy) => dy, parameters: () => [] };
 * assertThrows(() => checkLayer(wrong, x), GradientError, "Wrong: dx[0]");
 * ```
 */
export function checkLayer(layer: Layer, x: Tensor, options: GradientCheckOptions = {}): void {
  const random = options.random ?? new Random(0);
  const input = x.clone(), first = layer.forward(x).clone();
  checkUntouched(`${layer.name}: forward`, "x", x, input);
  const weights = layer.forward(x).clone();
  if (first.data.some((value, i) => !Object.is(value, weights.data[i]))) {
    throw new GradientError(
      `Cannot check ${layer.name}: two forward passes of one input gave different outputs, want a layer that is deterministic`,
    );
  }
  for (let i = 0; i < weights.size; i++) weights.data[i] = random.uniform(-1, 1);
  const f = () => {
    const output = layer.forward(x).data;
    let sum = 0;
    for (let i = 0; i < output.length; i++) sum += weights.data[i] * output[i];
    return sum;
  };
  checkShape(`${layer.name}: the output`, first, layer.outputShape?.(x.shape) ?? x.shape);
  const dOutput = weights.clone(), dx = layer.backward(dOutput, { inputGradient: true });
  checkUntouched(`${layer.name}: backward`, "dOutput", dOutput, weights);
  checkUntouched(`${layer.name}: backward`, "x", x, input);
  const found = [
    { name: "dx", value: x, grad: dx.clone() },
    ...layer.parameters().map(({ name, value, grad }) => ({ name: `d${name}`, value, grad: grad.clone() })),
  ];
  checkOverwritten(layer, x, weights, options);
  for (const { name, value, grad } of found) {
    compare(`${layer.name}: ${name}`, grad, numericalGradient(f, value, options.eps), options);
  }
}

/** Refuses that a pass has written to what it was given: others read that, too. */
function checkUntouched(pass: string, name: string, { data }: Tensor, before: Tensor): void {
  const changed = before.data.findIndex((value, i) => !Object.is(value, data[i]));
  if (changed < 0) return;
  throw new GradientError(
    `${pass} has changed ${name}[${changed}] from ${before.data[changed]} to ${
      data[changed]
    }, want it left as it was`,
  );
}

/** Refuses gradients of parameters that depend on what was there before, unless that was asked for. */
function checkOverwritten(
  layer: Layer,
  x: Tensor,
  weights: Tensor,
  { atol = 1e-5, rtol = 1e-3 }: GradientCheckOptions,
) {
  const parameters = layer.parameters(), before = parameters.map(({ grad }) => grad.clone());
  for (const accumulate of [false, true]) {
    layer.forward(x);
    layer.backward(weights, { inputGradient: true, accumulate });
    for (const [k, { name, grad }] of parameters.entries()) {
      for (let i = 0; i < grad.size; i++) {
        const once = before[k].data[i], wanted = accumulate ? 2 * once : once;
        if (!Number.isFinite(wanted) || Math.abs(grad.data[i] - wanted) <= atol + rtol * Math.abs(wanted)) {
          continue;
        }
        throw new GradientError(
          `${layer.name}: d${name}[${i}] is ${once} after one backward pass, ${
            grad.data[i]
          } after another of the same input ` +
            (accumulate ? "with accumulate, want the sum" : "without accumulate, want it overwritten"),
        );
      }
    }
  }
}

function checkShape(name: string, { shape }: Tensor, wanted: readonly number[]): void {
  if (sameShape(shape, wanted)) return;
  throw new GradientError(`${name} is ${formatShape(shape)}, want ${formatShape(wanted)}`);
}

/**
 * Checks `backward` of a loss by central differences of `forward`: the gradient with respect to the logits.
 *
 * @param loss The loss.
 * @param logits `[batch, classes]`, float64. Keep them away from kinks.
 * @param targets `[batch, classes]`, float64.
 * @throws {GradientError} As {@linkcode checkLayer}.
 * @throws {ShapeError} If a tensor is float32.
 *
 * @example
 * ```ts
 * import { type Loss, Tensor } from "@chainrule/core";
 * import { checkLoss } from "@chainrule/core/testing";
 *
 * const square: Loss = {
 *   name: "Square",
 *   forward: (logits) => logits.data[0] ** 2,
 *   backward: () => Tensor.from([[6]], [1, 1], "float64"),
 * };
 * const logits = Tensor.from([[3]], [1, 1], "float64");
 * checkLoss(square, logits, Tensor.from([[1]], [1, 1], "float64"));
 * ```
 */
export function checkLoss(
  loss: Loss,
  logits: Tensor,
  targets: Tensor,
  options: GradientCheckOptions = {},
): void {
  const given = [logits, targets].map((tensor) => tensor.clone());
  loss.forward(logits, targets);
  const gradient = loss.backward().clone();
  checkUntouched(loss.name, "logits", logits, given[0]);
  checkUntouched(loss.name, "targets", targets, given[1]);
  const numerical = numericalGradient(() => loss.forward(logits, targets), logits, options.eps);
  compare(`${loss.name}: dLogits`, gradient, numerical, options);
}

function compare(
  name: string,
  gradient: Tensor,
  numerical: Tensor,
  { atol = 1e-5, rtol = 1e-3 }: GradientCheckOptions,
): void {
  checkShape(name, gradient, numerical.shape);
  for (let i = 0; i < numerical.size; i++) {
    const found = gradient.data[i], wanted = numerical.data[i];
    if (!Number.isFinite(wanted) || !(Math.abs(found - wanted) <= atol + rtol * Math.abs(wanted))) {
      throw new GradientError(`${name}[${i}] is ${found}, the central difference is ${wanted}`);
    }
  }
}
