/** Metrics against scikit-learn, softmax against PyTorch, and what they refuse. */
import { ShapeError, Tensor } from "@chainrule/core";
import { assertClose } from "@chainrule/core/testing";
import { assertEquals, assertThrows } from "@std/assert";
import {
  accuracy,
  argmax,
  confusionMatrix,
  expectedCalibrationError,
  f1,
  logSoftmax,
  precision,
  recall,
  softmax,
} from "../mod.ts";
import golden from "../testdata/golden.json" with { type: "json" };

const { labels, probabilities, ...wanted } = golden.metrics;

Deno.test("softmax, logSoftmax and argmax: the values of PyTorch", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const logits = Tensor.from(golden.softmax.logits, undefined, dtype), before = logits.toArray();
    const tolerance = dtype === "float64"
      ? { relative: 1e-13, absolute: 1e-300 }
      : { relative: 1e-6, absolute: 1e-37 };
    assertClose("softmax", softmax(logits).data, golden.softmax.softmax.flat(), tolerance);
    const ofLargest = dtype === "float64" ? 1e-15 : 1e-7;
    assertClose("logSoftmax", logSoftmax(logits).data, golden.softmax.log_softmax.flat(), {
      ...tolerance,
      ofLargest,
    });
    assertEquals([...argmax(logits)], golden.softmax.argmax);
    assertEquals(logits.toArray(), before);
    assertEquals(softmax(Tensor.zeros([0, 3], dtype)).shape, [0, 3]);
  }
});

Deno.test("argmax: the first of several, a NaN before all others", () => {
  const rows = [[1, 1, 1], [0, NaN, 5], [NaN, NaN, 5], [-Infinity, -Infinity, -Infinity], [0, 1, Infinity], [
    9,
    8,
    NaN,
  ]];
  assertEquals([...argmax(Tensor.from(rows))], [0, 1, 0, 0, 2, 2]);
  for (const shape of [[3], [2, 0], [1, 2, 3]]) {
    for (const run of [argmax, softmax, logSoftmax]) {
      assertThrows(
        () => run(Tensor.zeros(shape)),
        ShapeError,
        `found [${shape.join(", ")}], want [batch, classes]`,
      );
    }
  }
});

Deno.test("metrics: the values of scikit-learn, with a class that never occurs", () => {
  const predicted = argmax(Tensor.from(probabilities, undefined, "float64"));
  assertClose("accuracy", [accuracy(predicted, labels)], [wanted.accuracy], { relative: 1e-15 });
  const matrix = confusionMatrix(predicted, Uint8Array.from(labels), 4);
  assertEquals(matrix, wanted.confusion);
  assertClose("precision", precision(matrix), wanted.precision, { relative: 1e-15 });
  assertClose("recall", recall(matrix), wanted.recall, { relative: 1e-15 });
  assertClose("F1", f1(matrix), wanted.f1, { relative: 1e-14 });
});

Deno.test("expectedCalibrationError: the values of its definition", () => {
  for (const { bins, error } of wanted.calibration) {
    const found = expectedCalibrationError(Tensor.from(probabilities, undefined, "float64"), labels, {
      bins,
    });
    assertClose(`${bins} bins`, [found], [error], { relative: 1e-13 });
  }
  // A confidence between two bins: 0.5 of two bins is in the lower one, with 0.25.
  const edges = Tensor.from([[0.5, 0.4], [0.25, 0.2], [0.75, 0.2]]);
  assertEquals(expectedCalibrationError(edges, [0, 1, 0], { bins: 2 }), (0.25 + 0.25) / 3);
});

Deno.test("metrics: what does not fit is refused", () => {
  const cases: [() => unknown, new () => Error, string][] = [
    [
      () => accuracy([0, 1], [0]),
      ShapeError,
      "Cannot compute the accuracy: found 2 predictions and 1 labels",
    ],
    [() => accuracy([], []), ShapeError, "found 0 predictions and 0 labels, want as many of both, and any"],
    [
      () => confusionMatrix([0, 2], [0, 1], 2),
      RangeError,
      "found the class 2 at 1, want whole numbers below 2",
    ],
    [() => confusionMatrix([0, 1], [0, -1], 2), RangeError, "found the class -1 at 1"],
    [() => confusionMatrix([0, 1], [0.5, 1], 2), RangeError, "found the class 0.5 at 0"],
    [
      () => expectedCalibrationError(Tensor.from([[2, 1]]), [0]),
      RangeError,
      "row 0 has 2, want probabilities",
    ],
    [
      () => expectedCalibrationError(Tensor.from([[1, 0]]), [0], { bins: 0 }),
      RangeError,
      "bins is 0, want a whole",
    ],
    [
      () => expectedCalibrationError(Tensor.from([[1, 0]]), [0, 1]),
      ShapeError,
      "found 1 predictions and 2 labels",
    ],
  ];
  for (const [run, Kind, message] of cases) assertThrows(run, Kind, message);
});
