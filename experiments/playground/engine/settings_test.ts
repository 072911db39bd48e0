import { assertEquals } from "@std/assert";
import {
  BEGINNING,
  fromAddress,
  parseHidden,
  parseSetting,
  sameStructure,
  type Settings,
  toAddress,
} from "./settings.ts";

Deno.test("settings: an address holds what differs, and gives it back", () => {
  assertEquals(toAddress(BEGINNING), "");
  assertEquals(fromAddress(""), BEGINNING);
  const settings: Settings = {
    ...BEGINNING,
    hidden: [64, 32],
    activation: ["selu", "tanh"],
    loss: "focal",
    gamma: 0.5,
    learningRate: 1e-5,
    schedule: "cosine",
    dropout: 0.25,
    seed: 7,
  };
  assertEquals(fromAddress(toAddress(settings)), settings);
  const linear = { ...BEGINNING, hidden: [] };
  assertEquals(fromAddress(toAddress(linear)).hidden, []);
  assertEquals(
    toAddress({ ...BEGINNING, hidden: [8, 8, 8], activation: ["relu"] }),
    "hidden=8-8-8&activation=relu",
  );
});

Deno.test("settings: what an address says wrongly is left out", () => {
  const wrong =
    "loss=none&gamma=-1&learningRate=x&seed=1.5&hidden=0&activation=step&dropout=1&epochs=&constructor=1";
  assertEquals(fromAddress(wrong), BEGINNING);
});

Deno.test("settings: widths and numbers from what people write", () => {
  assertEquals(parseHidden("256, 128"), [256, 128]);
  assertEquals(parseHidden(" 32-16 8 "), [32, 16, 8]);
  assertEquals([parseHidden(""), parseHidden("none")], [[], []]);
  for (const text of ["a", "1.5", "2000", "-3", Array(30).fill(4).join()]) {
    assertEquals(parseHidden(text), undefined);
  }
  assertEquals([parseSetting("learningRate", "1e-3"), parseSetting("loss", "hinge")], [0.001, "hinge"]);
});

Deno.test("settings: what begins a new network", () => {
  assertEquals(
    sameStructure(BEGINNING, { ...BEGINNING, learningRate: 1, loss: "hinge", activation: ["selu"] }),
    true,
  );
  // The slopes of PReLU are parameters.
  const sloped = { ...BEGINNING, activation: ["p-relu" as const] };
  assertEquals(sameStructure(BEGINNING, sloped), false);
  assertEquals(sameStructure(sloped, { ...sloped, initSlope: 0 }), false);
  assertEquals(sameStructure(BEGINNING, { ...BEGINNING, initSlope: 0 }), true);
  for (const change of [{ seed: 2 }, { hidden: [64] }, { init: "he" as const }, { scale: "unit" as const }]) {
    assertEquals(sameStructure(BEGINNING, { ...BEGINNING, ...change }), false);
  }
});
