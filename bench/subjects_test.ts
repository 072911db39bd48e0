import { assert, assertEquals, assertThrows } from "@std/assert";
import { inTurn } from "./samples.ts";
import { ACTIVATIONS, LOSSES, named } from "./subjects.ts";

Deno.test("subjects: activations and losses are found by themselves, each once", () => {
  for (
    const [makers, some] of [
      [ACTIVATIONS, ["HardSwish", "Selu", "Tanh"]],
      [LOSSES, ["FocalLoss", "HingeLoss", "KLDivLoss", "SoftmaxCrossEntropyLoss"]],
    ] as const
  ) {
    const names = makers.map(({ name }) => name);
    assert(some.every((name) => names.includes(name)), names.join());
    assertEquals(new Set(names).size, names.length);
  }
  assertEquals(named(ACTIVATIONS, "Tanh").make().name, "Tanh");
  assertThrows(
    () => named(LOSSES, "Tanh"),
    RangeError,
    "Cannot time Tanh: found BinaryCrossEntropyLoss, FocalLoss, HingeLoss",
  );
});

Deno.test("inTurn: hands out at least two samples, over and over", () => {
  let made = 0;
  const next = inTurn(40_000, () => made++);
  assertEquals([next(), next(), next()], [0, 1, 0]);
});
