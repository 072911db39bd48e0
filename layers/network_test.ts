/** What must hold for networks of any make: nested, wrapped, with layers that draw random numbers. */
import {
  type Layer,
  loadCheckpoint,
  Random,
  saveCheckpoint,
  setTraining,
  StaleError,
  Tensor,
  Workspace,
} from "@chainrule/core";
import { assert, assertEquals, assertNotEquals, assertRejects, assertThrows } from "@std/assert";
import * as exported from "./mod.ts";
import { Activation, Dropout, Linear, Sequential, Tanh } from "./mod.ts";

/** A layer of somebody else's around another. */
class Wrapper implements Layer {
  readonly name = "Wrapper";
  readonly children: readonly Layer[];
  /** A mode of its own, as people write it. */
  training = true;

  constructor(readonly within: Layer) {
    this.children = [within];
  }

  forward(x: Tensor): Tensor {
    return this.within.forward(x);
  }

  backward(dOutput: Tensor): Tensor {
    return this.within.backward(dOutput, { inputGradient: true });
  }

  parameters() {
    return this.within.parameters();
  }
}

function normals(random: Random, shape: number[], dtype: "float32" | "float64" = "float32"): Tensor {
  const tensor = Tensor.zeros(shape, dtype);
  tensor.data.forEach((_, i) => tensor.data[i] = random.normal());
  return tensor;
}

Deno.test("Sequential: a layer that is in it twice is refused, with both places", () => {
  const tanh = new Tanh(), linear = new Linear(3, 3);
  const cases: [() => unknown, string][] = [
    [() => new Sequential(tanh, tanh), "layers 0 and 1 are the same Tanh, want each once"],
    [
      () => new Sequential(linear, new Sequential(new Dropout(0.5), linear)),
      "layers 0 and 1.1 are the same Linear",
    ],
    [
      () => new Sequential(new Wrapper(new Sequential(new Tanh(), tanh)), tanh),
      "layers 0.0.1 and 1 are the same Tanh",
    ],
    [
      () => new Sequential(new Wrapper(linear), new Wrapper(linear)),
      "layers 0.0 and 1.0 are the same Linear",
    ],
  ];
  for (const [make, message] of cases) {
    const { message: found } = assertThrows(make, RangeError);
    assert(found.startsWith(`Cannot make a Sequential: ${message}`), found);
    assert(found.endsWith("want each once; a layer remembers one input"), found);
  }
  // Two networks may share layers, to look inside.
  new Sequential(new Sequential(linear, tanh), new Linear(3, 2));
  new Sequential(linear, tanh);
});

Deno.test("Sequential: a layer that keeps the parameters of another to itself is refused", () => {
  const hidden: Layer = Object.assign(new Wrapper(new Linear(2, 2)), { parameters: () => [] });
  assertThrows(
    () => new Sequential(new Tanh(), hidden),
    RangeError,
    "Wrapper (layer 1) does not have the parameter weight of Linear within among its own",
  );
});

Deno.test("training mode reaches every layer, however wrapped", () => {
  const x = normals(new Random(1), [4, 5]);
  const build = () => {
    const deep = new Dropout(0.5),
      wrapper = new Wrapper(new Sequential(new Sequential(deep), new Dropout(0.3)));
    return { deep, wrapper, model: new Sequential(wrapper, new Sequential()) };
  };
  const { deep, wrapper, model } = build();
  model.training = false;
  assertEquals([model.training, wrapper.training, deep.training], [false, false, false]);
  assertEquals(model.forward(x).data, x.data);
  setTraining(wrapper, true);
  assertEquals([model.training, wrapper.training, deep.training], [true, true, true]);
  assertNotEquals(model.forward(x).data, x.data);
  deep.training = false;
  assertEquals(model.training, true);
  setTraining(model, false);
  assertEquals(wrapper.forward(x).data, x.data);
});

/** Steps with gradients that are the outputs, as if the loss were half their squares. */
function train(model: Layer, random: Random, steps: number): void {
  for (let step = 0; step < steps; step++) {
    const y = model.forward(normals(random, [6, 5]));
    model.backward(y.clone());
    for (const { value, grad } of model.parameters()) {
      value.data.forEach((_, i) => value.data[i] -= 0.05 * grad.data[i]);
    }
  }
}

Deno.test("a checkpoint holds the generators of all layers: training goes on to the same weights, bit by bit", async () => {
  for (const shared of [undefined, new Random(9)]) {
    const make = () => {
      const random = new Random(1), own = shared && { random: shared };
      const dropout = new Dropout(0.5, own);
      return new Sequential(
        new Linear(5, 7, { random }),
        new Wrapper(new Sequential(dropout, new Tanh())),
        new Dropout(0.2, own),
        new Linear(7, 3, { random }),
      );
    };
    const through = make(), random = new Random(2);
    train(through, random, 3);
    const bytes = await saveCheckpoint({ model: through, random });
    train(through, random, 4);
    const wanted = through.parameters().map(({ value }) => value.toArray());

    const resumed = make(), other = new Random(3);
    train(resumed, other, 1);
    await loadCheckpoint(bytes, { model: resumed, random: other });
    train(resumed, other, 4);
    assertEquals(resumed.parameters().map(({ value }) => value.toArray()), wanted);
  }
});

Deno.test("a checkpoint of other generators than the network has is refused, and nothing changed", async () => {
  const make = (...dropouts: Dropout[]) => new Sequential(new Linear(2, 2), ...dropouts);
  const bytes = await saveCheckpoint({ model: make(new Dropout(0.5)) });
  for (const dropouts of [[], [new Dropout(0.5), new Dropout(0.5)]]) {
    const model = make(...dropouts), before = model.parameters()[0].value.toArray();
    await assertRejects(
      () => loadCheckpoint(bytes, { model }),
      Error,
      `its layers have 1 generators of random numbers, want ${dropouts.length}`,
    );
    assertEquals(model.parameters()[0].value.toArray(), before);
  }
});

/** One layer of each kind, for inputs `[batch, 4]`. */
const layers: Record<string, () => Layer> = {
  Linear: () => new Linear(4, 4),
  Dropout: () => new Dropout(0.5),
  Sequential: () => new Sequential(new Linear(4, 4)),
  "a formula of one's own": () =>
    new Activation("Cube", { forward: (u) => u ** 3, derivative: (u) => 3 * u * u }),
  ...Object.fromEntries(
    Object.entries(exported)
      .filter(([, Type]) => typeof Type === "function" && Type.prototype instanceof Activation)
      .map(([name, Type]) => [name, () => new (Type as new () => Layer)()]),
  ),
};

for (const [name, create] of Object.entries(layers)) {
  Deno.test(`${name}: its own output and its own gradient are refused`, () => {
    const x = normals(new Random(1), [3, 4]), options = { inputGradient: true };
    const layer = create();
    assertThrows(() => layer.forward(layer.forward(x)), StaleError, "x is the layer's own output");
    const other = create();
    other.forward(x);
    assertThrows(
      () => other.backward(other.backward(x.clone(), options), options),
      StaleError,
      "dOutput is the layer's own gradient",
    );
  });

  Deno.test(`${name}: an input that was overwritten is refused, and a result that is passed on too late`, () => {
    const layer = create(), workspace = new Workspace(), x = workspace.tensor([3, 4], "float32");
    layer.forward(x);
    workspace.tensor([2, 4], "float32"); // the next batch
    assertThrows(
      () => layer.backward(Tensor.zeros([3, 4])),
      StaleError,
      "overwritten since, by another forward or the next batch",
    );
    assertThrows(() => layer.forward(x), StaleError, "x was overwritten since it was made");
  });
}
