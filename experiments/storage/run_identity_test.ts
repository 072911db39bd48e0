import { assertEquals, assertNotEquals } from "@std/assert";
import { fewDigits, withFolder } from "../fixtures.ts";
import { DEFAULTS, LATER, type RunConfiguration } from "../study/configuration.ts";
import { identify } from "./run_identity.ts";
import { kindOf, readRuns } from "./run_kinds.ts";

const data = fewDigits();
const of = (configuration: RunConfiguration) =>
  identify({ name: "a", configuration }, data, { logEvery: 100, watch: false, code: "0.1.0" });

Deno.test("a run of before the later settings is the same run: where they have their defaults they are not told", async () => {
  const { id, identity } = await of({ ...DEFAULTS, dataset: "synthetic" });
  assertEquals(Object.keys(identity.configuration).filter((key) => LATER.some((later) => later === key)), []);
  assertEquals(id, "0c7ae091eff46cff");
});

Deno.test("each of the later settings makes another run where it has another value", async () => {
  const other: Partial<RunConfiguration> = {
    augment: "shift=2",
    schedule: "cosine",
    warmUp: 1,
    decayEvery: 2,
    decayFactor: 0.5,
    nesterov: true,
    dropout: 0.5,
    norm: "batch",
    inputDropout: 0.2,
    labelSmoothing: 0.1,
    ema: 0.9,
    patience: 3,
    negativeSlope: 0.2,
    initSlope: 0,
    slopes: "unit",
    eluAlpha: 2,
    normEpsilon: 1e-3,
    normMomentum: 0.5,
    classWeights: "1=2",
    beta1: 0.5,
    beta2: 0.5,
    epsilon: 1e-3,
    rmsDecay: 0.5,
    rmsMomentum: 0.5,
    rmsCentered: true,
    minRate: 1e-5,
    rise: 0.5,
    startFactor: 10,
    endFactor: 10,
  };
  const { id } = await of(DEFAULTS);
  for (const key of LATER) assertNotEquals((await of({ ...DEFAULTS, [key]: other[key] })).id, id, key);
});

Deno.test("a run with more epochs goes on from one with fewer, unless its learning rates were others from the first on", async () => {
  const kinds = async (settings: Partial<RunConfiguration>) =>
    new Set(
      await Promise.all(
        [3, 5].map(async (epochs) => kindOf((await of({ ...DEFAULTS, ...settings, epochs })).identity)),
      ),
    ).size;
  assertEquals([await kinds({}), await kinds({ schedule: "step" }), await kinds({ warmUp: 1 })], [1, 1, 1]);
  for (const schedule of ["one-cycle", "cosine", "rising"] as const) {
    assertEquals(await kinds({ schedule }), 2);
  }
});

Deno.test("a run is where its id says: a copy of its folder is none", () =>
  withFolder(async (folder) => {
    const { id, identity } = await of(DEFAULTS);
    for (const name of [id, "0123456789abcdef"]) {
      await Deno.mkdir(`${folder}/${name}`);
      await Deno.writeTextFile(`${folder}/${name}/run.json`, JSON.stringify({ id, ...identity }));
    }
    assertEquals([...(await readRuns(folder)).values()], [[{ id, epochs: DEFAULTS.epochs }]]);
  }));
