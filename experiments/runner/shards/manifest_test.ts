import { assertEquals, assertRejects } from "@std/assert";
import { withFolder } from "../../fixtures.ts";
import { OutputError } from "../../storage/output_error.ts";
import { readManifest } from "./manifest.ts";

const RUN = { name: "a", id: "0123", shard: 1, configuration: {} };
const PLAN = {
  study: "loss",
  dataset: { name: "mnist", checksum: "0123" },
  code: "1",
  seeds: 1,
  division: { shards: 1, firstTask: 1 },
  runs: [RUN],
};

Deno.test("a plan that is none of a study is damaged, and said to be in one line", () =>
  withFolder(async (folder) => {
    const write = (plan: unknown) => Deno.writeTextFile(`${folder}/manifest.json`, JSON.stringify(plan));
    await write(PLAN);
    assertEquals((await readManifest(folder))?.runs, [RUN]);
    const cases = [
      null,
      [],
      { ...PLAN, runs: [null] },
      { ...PLAN, runs: [{ ...RUN, name: 1 }] },
      { ...PLAN, runs: {} },
      { ...PLAN, division: { shards: 0, firstTask: 1 } },
      { ...PLAN, dataset: null },
      { ...PLAN, code: "" },
    ];
    for (const plan of cases) {
      await write(plan);
      await assertRejects(
        () => readManifest(folder),
        OutputError,
        "it is damaged; write it anew with --plan",
      );
    }
    await write({ ...PLAN, code: "\x1b]0;title\x07" });
    assertEquals((await readManifest(folder))?.code, "?]0;title?");
    await Deno.truncate(`${folder}/manifest.json`, 5e9);
    await assertRejects(
      () => readManifest(folder),
      OutputError,
      "it has 5,000,000,000 bytes, want at most 134,217,728",
    );
  }));
