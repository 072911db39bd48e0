import { Random, Tensor } from "@chainrule/core";
import { checkLayer, checkLoss } from "@chainrule/core/testing";
import { Activation } from "@chainrule/layers";
import { RowLoss, SoftmaxCrossEntropyLoss } from "@chainrule/losses";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { plainSoftmaxLoss, seluWith, softmaxLossWith, tanhWith } from "./exponential_formulas.ts";
import { polynomial, taylor } from "./exponentials.ts";
import { limitsOfPlainSoftmax, measureSoftmax } from "../studies/stability/extra.ts";

const values = (count: number, size: number) => {
  const random = new Random(1);
  return Tensor.from(Array.from({ length: count }, () => random.uniform(-size, size)), [count], "float64");
};

Deno.test("the polynomial is right to 2e-7 wherever float64 has an exponential", () => {
  fc.assert(fc.property(fc.double({ min: -708, max: 709, noNaN: true }), (x) => {
    assert(Math.abs(polynomial(x) / Math.exp(x) - 1) < 2e-7, String(x));
  }));
  assertEquals([polynomial(-Infinity), polynomial(-800), polynomial(800), polynomial(Infinity)], [
    0,
    0,
    Infinity,
    Infinity,
  ]);
  assert(Number.isNaN(polynomial(NaN)));
});

Deno.test("the series is right near 0, negative below -1.6 and wild beyond", () => {
  assertAlmostEquals(taylor(0.1), Math.exp(0.1), 1e-5);
  assert(taylor(-1.59) > 0 && taylor(-1.6) < 0 && taylor(-10) < -100);
});

Deno.test("with the exact exponential SELU, tanh and softmax are what they should be", () => {
  const x = values(50, 3);
  checkLayer(new Activation("Selu", seluWith(Math.exp)), x);
  checkLayer(new Activation("Tanh", tanhWith(Math.exp)), x);
  const logits = values(30, 5).reshape([3, 10]);
  const targets = Tensor.zeros([3, 10], "float64");
  [4, 0, 9].forEach((label, row) => targets.data[10 * row + label] = 1);
  const loss = new RowLoss("Softmax", softmaxLossWith(Math.exp));
  checkLoss(loss, logits, targets);
  assertAlmostEquals(
    loss.forward(logits, targets),
    new SoftmaxCrossEntropyLoss().forward(logits, targets),
    1e-12,
  );
});

Deno.test("softmax in float32 breaks without its maximum, and not with it", () => {
  assertEquals(measureSoftmax("plain", 85).status, "overflow");
  assertEquals(measureSoftmax("plain", -150).status, "underflow");
  assertEquals(measureSoftmax("plain", 0).status, "ok");
  for (const shift of [-1e4, -150, 0, 85, 1e4]) assertEquals(measureSoftmax("shifted", shift).status, "ok");
  const { lowest, highest } = limitsOfPlainSoftmax();
  assertAlmostEquals(highest, Math.log(2 ** 128), 0.1); // where float32 ends: 88.72
  assertAlmostEquals(lowest, Math.log(2 ** -150), 0.1); // half its smallest number: -103.97
  const logits = Tensor.from([[100, 0]]), targets = Tensor.from([[1, 0]]);
  assert(!Number.isFinite(new RowLoss("Plain", plainSoftmaxLoss()).forward(logits, targets)));
});
