import { DataError } from "@chainrule/core";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { openDataset } from "./dataset.ts";
import { withFolder } from "../fixtures.ts";

const nowhere = { permissions: { env: false, net: false, read: false } } as const;

Deno.test("synthetic digits need nothing and are always the same", async () => {
  const first = await openDataset("synthetic"), second = await openDataset("synthetic");
  assertEquals([first.name, first.train.count, first.test.count], ["synthetic", 10_000, 2_000]);
  assertEquals(first.checksum, second.checksum);
  assertEquals(first.checksum.length, 64);
});

Deno.test({
  name: "where MNIST can't be had, auto says so and takes synthetic digits",
  ...nowhere,
  async fn() {
    const warnings: string[] = [];
    const data = await openDataset("auto", { warn: (message) => warnings.push(message) });
    assertEquals(data.name, "synthetic");
    assertEquals(warnings.length, 1);
    assertStringIncludes(warnings[0], "Training on 10,000 synthetic digits instead");
  },
});

Deno.test({
  name: "where MNIST can't be had, mnist is refused",
  ...nowhere,
  async fn() {
    await assertRejects(() => openDataset("mnist"), DataError, "Cannot load mnist");
    await assertRejects(() => openDataset("fashion-mnist"), DataError, "Cannot load fashion-mnist");
  },
});

Deno.test("a folder that was named must have the files, also for auto", () =>
  withFolder(async (dir) => {
    const warnings: string[] = [];
    const options = { dir, warn: (message: string) => void warnings.push(message) };
    await assertRejects(() => openDataset("auto", options), DataError, "Cannot load mnist");
    await Deno.writeTextFile(`${dir}/train-images-idx3-ubyte`, "rubbish");
    await assertRejects(() => openDataset("auto", options), DataError);
    assert(warnings.length === 0);
  }));
