import {
  DataError,
  loadCheckpoint,
  type Parameter,
  Random,
  saveCheckpoint,
  ShapeError,
  Tensor,
} from "@chainrule/core";
import { assertClose } from "@chainrule/core/testing";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { Adam, Ema, Sgd } from "./mod.ts";

const DTYPES = ["float32", "float64"] as const;

function parameters(dtype: "float32" | "float64"): Parameter[] {
  const random = new Random(1);
  return [[2, 3], [3]].map((shape, i) => {
    const value = Tensor.zeros(shape, dtype);
    value.data.forEach((_, j) => value.data[j] = random.normal());
    return { name: i ? "bias" : "weight", value, grad: Tensor.zeros(shape, dtype) };
  });
}

function draw(all: Parameter[], random: Random): void {
  for (const { grad } of all) grad.data.forEach((_, j) => grad.data[j] = random.normal());
}

const values = (all: Parameter[]) => all.map(({ value }) => [...value.data]);

Deno.test("Ema: the average is that of the recursion, and the parameters are those of the optimizer alone", () => {
  for (const dtype of DTYPES) {
    const [all, alone] = [parameters(dtype), parameters(dtype)], random = new Random(2);
    const optimizer = new Ema(new Adam(all, { learningRate: 0.1 }), all, { decay: 0.9 });
    const plain = new Adam(alone, { learningRate: 0.1 });
    let wanted = values(all);
    for (let step = 0; step < 20; step++) {
      draw(all, random);
      all.forEach(({ grad }, i) => alone[i].grad.data.set(grad.data));
      assertEquals([optimizer.step(), plain.step()], [true, true]);
      wanted = wanted.map((row, i) => row.map((w, j) => 0.9 * w + 0.1 * all[i].value.data[j]));
    }
    assertEquals([optimizer.steps, optimizer.learningRate, values(all)], [20, 0.1, values(alone)]);
    optimizer.swap();
    const tolerance = dtype === "float32" ? 1e-6 : 1e-14;
    assertClose("averages", values(all).flat(), wanted.flat(), { absolute: tolerance });
    optimizer.swap();
    assertEquals(values(all), values(alone));
  }
});

Deno.test("Ema: training with a checkpoint in between comes to the same averages", async () => {
  const make = () => {
    const all = parameters("float32"), random = new Random(3);
    const optimizer = new Ema(new Sgd(all, { learningRate: 0.1, momentum: 0.9 }), all, { decay: 0.8 });
    return { all, parts: { model: { parameters: () => all }, optimizer, random } };
  };
  const run = ({ all, parts }: ReturnType<typeof make>) => {
    for (let step = 0; step < 7; step++) {
      draw(all, parts.random);
      parts.optimizer.step();
    }
  };
  const through = make(), resumed = make();
  run(through);
  const bytes = await saveCheckpoint(through.parts);
  run(through);
  await loadCheckpoint(bytes, resumed.parts);
  run(resumed);
  assertEquals(values(resumed.all), values(through.all));
  for (const { parts } of [through, resumed]) parts.optimizer.swap();
  assertEquals(values(resumed.all), values(through.all));

  const other = parameters("float32");
  await assertRejects(
    () =>
      loadCheckpoint(bytes, {
        model: { parameters: () => other },
        optimizer: new Sgd(other, { learningRate: 1 }),
      }),
    DataError,
    "its optimizer is Ema(Sgd), want Sgd",
  );
});

Deno.test("Ema: with the averages in place there is no step and no state; what does not fit changes nothing", () => {
  const all = parameters("float64"), optimizer = new Ema(new Sgd(all, { learningRate: 1 }), all);
  optimizer.swap();
  assertEquals(optimizer.swapped, true);
  for (
    const run of [() => optimizer.step(), () => optimizer.state(), () => optimizer.restore(optimizer.state())]
  ) {
    assertThrows(run, RangeError, "the averages are in the place of the parameters, want swap() before");
  }
  optimizer.swap();
  const state = optimizer.state(), before = values(all);
  const { "average.bias": _, ...rest } = state.tensors;
  assertThrows(() => optimizer.restore({ ...state, tensors: rest }), ShapeError, "average.bias");
  assertThrows(
    () => optimizer.restore({ ...state, kind: "Sgd" }),
    DataError,
    "the state is of Sgd, want Ema(Sgd)",
  );
  assertThrows(() => optimizer.restore({ ...state, steps: -1 }), DataError, "steps is -1");
  assertEquals(values(all), before);
  for (const decay of [-0.1, 1.1, NaN]) {
    assertThrows(
      () => new Ema(optimizer, all, { decay }),
      RangeError,
      `Cannot make an Ema: decay is ${decay}`,
    );
  }
});
