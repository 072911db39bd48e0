import { Random } from "@chainrule/core";
import { save } from "@chainrule/layers";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { DEFAULTS } from "../../study/configuration.ts";
import { makeModel } from "../../training/model.ts";
import { BEGINNING, type Settings } from "../engine/settings.ts";
import { curvesCsv, fromQuery, settingsOf, toCommand, toQuery } from "./share.ts";

Deno.test("share: an address holds one network or two", () => {
  const first: Settings = { ...BEGINNING, seed: 3 }, second: Settings = { ...first, loss: "focal", gamma: 1 };
  assertEquals(toQuery([BEGINNING]), "");
  assertEquals(fromQuery(toQuery([first, second])), [first, second]);
  assertEquals(fromQuery(toQuery([first, BEGINNING])), [first, BEGINNING]);
});

Deno.test("share: the command says what decides the run", () => {
  const command = toCommand({ ...BEGINNING, hidden: [32, 16], activation: ["selu", "tanh"], loss: "focal" });
  assertStringIncludes(command, "--hidden 32,16 --activation selu,tanh --loss focal --gamma 2 --alpha 0.1");
  assertStringIncludes(command, "--learning-rate 0.02 --momentum 0.9 --weight-decay 0.00001");
  assertStringIncludes(toCommand({ ...BEGINNING, hidden: [] }), "--hidden none --loss");
  const more = toCommand({ ...BEGINNING, schedule: "cosine", dropout: 0.1 });
  assertStringIncludes(more, "--schedule cosine --dropout 0.1 ");
});

Deno.test("share: weights that an experiment has kept bring its settings along", () => {
  const configuration = { ...DEFAULTS, hidden: [12], loss: "hinge" as const, seed: 9 };
  const model = makeModel(configuration, 784, 10, new Random(1));
  const settings = settingsOf(save(model, { configuration: JSON.stringify(configuration) }));
  assertEquals([settings?.hidden, settings?.loss, settings?.seed, settings?.dataset], [
    [12],
    "hinge",
    9,
    "synthetic",
  ]);
  assertEquals(settingsOf(save(model)), undefined);
});

Deno.test("share: curves as CSV", () => {
  const epoch = {
    type: "epoch",
    epoch: 1,
    trainLoss: 2,
    trainAccuracy: 0.5,
    heldOutLoss: 1,
    heldOutAccuracy: 0.75,
    seconds: 0.1,
  };
  const networks = [{ epochs: [epoch] }, { epochs: [epoch] }] as unknown as Parameters<
    typeof curvesCsv
  >[0]["networks"];
  assertEquals(curvesCsv({ networks }).split("\n")[2], "2,1,2,0.5,1,0.75,0.1");
});
