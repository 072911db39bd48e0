import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { News, Report } from "./messages.ts";
import { BEGINNING } from "./settings.ts";
import { Workshop } from "./workshop.ts";

Deno.test("workshop: it trains, pauses, steps and goes back", async () => {
  const told: News[] = [];
  const workshop = new Workshop((news) => told.push(news));
  const last = () => told.findLast((news) => news.type === "standing")!;
  const settings = [{ ...BEGINNING, hidden: [4], epochs: 1 }, {
    ...BEGINNING,
    hidden: [4],
    epochs: 1,
    loss: "hinge" as const,
  }];
  await workshop.wish({ type: "networks", settings, fresh: false, version: 1 });
  assertEquals(told[0].type, "sample");
  assertEquals(last().networks.map(({ iteration }: Report) => iteration), [0, 0]);
  assertEquals(last().networks[0].weights, last().networks[1].weights);
  await workshop.wish({ type: "run" });
  while (last().running || last().networks[0].iteration === 0) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const [{ iteration, outcome, curve, speed, epochs }] = last().networks;
  assertEquals([iteration, outcome?.status, curve.x.length, epochs.length], [100, "finished", 100, 1]);
  assert(speed > 0);
  const standings = told.filter((news) => news.type === "standing");
  assert(standings.every(({ running, networks }) => running || networks.every(({ weights }) => weights)));
  await workshop.wish({ type: "seek", iteration: 40 });
  await workshop.wish({ type: "step" });
  assertEquals(last().networks.map(({ iteration }: Report) => iteration), [41, 41]);
  await workshop.wish({ type: "networks", settings: settings.slice(0, 1), fresh: false, version: 1 });
  assertEquals(last().networks.map(({ iteration }: Report) => iteration), [41]);
  await workshop.wish({
    type: "networks",
    settings: [{ ...settings[0], dataset: "mnist" }],
    fresh: false,
    version: 1,
  });
  const refused = told.find((news) => news.type === "refused")!;
  assertStringIncludes(refused.message, "MNIST is not here yet");
  assertEquals(last().networks[0].iteration, 41);
});
