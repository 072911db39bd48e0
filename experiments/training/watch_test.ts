import { assert, assertEquals } from "@std/assert";
import { fewDigits } from "../fixtures.ts";
import { DEFAULTS } from "../study/configuration.ts";
import { prepare, train } from "./train.ts";

const data = fewDigits();

Deno.test("watching changes nothing", () => {
  const configuration = {
    ...DEFAULTS,
    hidden: [8],
    epochs: 2,
    batchSize: 50,
    initStd: 0.1,
    learningRate: 0.05,
  };
  const [plain, watched] = [false, true].map((watch) => {
    const training = prepare(configuration, data, { watch });
    for (const _ of train(training));
    return training;
  });
  const clean = (training: typeof plain) => training.epochs.map((epoch) => ({ ...epoch, seconds: 0 }));
  assertEquals(clean(watched), clean(plain));
  assertEquals(plain.watched, []);
  assertEquals(watched.watched.map(({ iteration }) => iteration), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  const [first] = watched.watched;
  assertEquals(first.layers.map(({ layer }) => layer), ["linear 1", "linear 2"]);
  assert(first.gradientNorm! > 0 && first.layers.every(({ mean, maximum }) => mean > 0 && maximum >= mean));
});
