import { DataError } from "@chainrule/core";
import { assertEquals, assertThrows } from "@std/assert";
import { DEFAULTS, type RunConfiguration } from "../../study/configuration.ts";
import { takeSettings } from "./kept_run.ts";

const OF_COMMAND: RunConfiguration = { ...DEFAULTS, dataset: "synthetic" };

Deno.test("kept run: settings that the page has fields for are taken as they are", () => {
  for (
    const configuration of [
      OF_COMMAND,
      { ...OF_COMMAND, hidden: [32, 16], activation: ["selu", "tanh"], schedule: "cosine", dropout: 0.1 },
      { ...OF_COMMAND, hidden: [32, 16], activation: ["selu"], dataset: "mnist" },
      { ...OF_COMMAND, schedule: "step", decayEvery: 10 },
    ] satisfies RunConfiguration[]
  ) assertEquals(takeSettings(configuration, "run"), configuration);
});

Deno.test("kept run: others are refused by their names", () => {
  const cases: [Partial<RunConfiguration>, string][] = [
    [{ norm: "layer" }, "its run has --norm layer, which this page can't show"],
    [{ ema: 0.9 }, "--ema 0.9"],
    [{ nesterov: true }, "--nesterov true"],
    [{ schedule: "rising" }, "--schedule rising"],
    [{ schedule: "step" }, "--decay-every 30"],
    [{ hidden: [5000] }, "--hidden 5000"],
    [{ augment: "shift=2" }, "--augment shift=2"],
    [{ exponential: "taylor" }, "--exponential taylor"],
    [{ dataset: "kmnist" }, "it learned from kmnist, and this page has synthetic and mnist"],
  ];
  for (const [change, words] of cases) {
    assertThrows(() => takeSettings({ ...OF_COMMAND, ...change }, "run"), DataError, words);
  }
});
