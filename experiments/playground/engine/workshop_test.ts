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

Deno.test("workshop: a run goes out as a file, and comes back in the place of all networks", async () => {
  const told: News[] = [], workshop = new Workshop((news) => told.push(news));
  const standing = () => told.findLast((news) => news.type === "standing")!;
  const small = { ...BEGINNING, hidden: [4], epochs: 2 };
  await workshop.wish({
    type: "networks",
    settings: [small, { ...small, loss: "hinge" }],
    fresh: false,
    version: 1,
  });
  for (let i = 0; i < 3; i++) await workshop.wish({ type: "step" });
  await workshop.wish({ type: "keep", network: 1, code: "1" });
  const { bytes } = told.findLast((news) => news.type === "saved")!, { weights } = standing().networks[1];
  await workshop.wish({ type: "step" });
  await workshop.wish({ type: "open", bytes, name: "run" });
  const [{ settings, iteration, first, weights: back }, ...others] = standing().networks;
  assertEquals([settings.loss, iteration, first, others.length], ["hinge", 3, 3, 0]);
  assertEquals(back, weights);
  assertStringIncludes(told.findLast((news) => news.type === "taken")!.message, "step 3, epoch 0.03");
  for (const at of [400, bytes.length - 1]) {
    const damaged = bytes.slice();
    damaged[at] ^= 1;
    await workshop.wish({ type: "open", bytes: damaged, name: "run" });
    const refused = told.findLast((news) => news.type === "refused")!;
    assert(refused.file);
    assertStringIncludes(refused.message, "Cannot go on from run: ");
    assertEquals(standing().networks[0].iteration, 3);
  }
});
