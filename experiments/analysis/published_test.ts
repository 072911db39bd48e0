import { assertEquals } from "@std/assert";
import { studies } from "../studies/mod.ts";
import { DEFAULTS } from "../study/configuration.ts";
import { differences, publishedFigures } from "./published.ts";

const ALEXNET = studies.alexnet.fixed!;

Deno.test("the report's figures belong to its own network, losses and activations", () => {
  const accuracy = (changes: Partial<typeof DEFAULTS>) =>
    publishedFigures({ ...DEFAULTS, ...changes })?.accuracy;
  assertEquals(accuracy({}), 0.9655);
  assertEquals(accuracy({ loss: "hinge" }), 0.9881);
  assertEquals(accuracy({ loss: "hinge", activation: ["selu"] }), 0.9886);
  assertEquals(accuracy({ activation: ["selu"] }), undefined);
  assertEquals(accuracy({ hidden: [64] }), undefined);
  assertEquals(accuracy({ hidden: [128, 128] }), undefined);
  assertEquals(accuracy({ optimizer: "adam" }), undefined);
  assertEquals(accuracy(ALEXNET), 0.97273);
  assertEquals(accuracy({ ...ALEXNET, loss: "hinge" }), undefined);
});

Deno.test("differences are named", () => {
  assertEquals(differences({ ...DEFAULTS, dataset: "mnist" }), []);
  assertEquals(
    differences({ ...DEFAULTS, dataset: "synthetic", epochs: 1, batchSize: 5, momentum: 0, initStd: 1e-5 }),
    [
      "dataset synthetic",
      "1 epoch",
      "batch size 5",
      "momentum 0",
      "initial std 1e-5",
    ],
  );
  const alexnet = { ...DEFAULTS, dataset: "mnist", ...ALEXNET };
  assertEquals(differences(alexnet), []);
  assertEquals(differences({ ...alexnet, epochs: 100, batchSize: 100, initStd: 0.01 }), [
    "100 epochs",
    "batch size 100",
    "initial std 0.01",
  ]);
});
