import { DataError } from "@chainrule/core";
import { type Mnist, syntheticDigits } from "@chainrule/data";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { openDataset } from "./dataset.ts";
import type { Download } from "./downloads.ts";
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

Deno.test({
  name: "what is not here is asked of what downloads, and by its name alone",
  ...nowhere,
  async fn() {
    const loaded: Mnist = {
      ...syntheticDigits({ train: 20, test: 10 }),
      checksum: "",
      source: "elsewhere",
      verified: true,
    };
    const asked: unknown[] = [], seen: string[] = [];
    const download: Download = (dataset, progress) => {
      asked.push(dataset);
      progress({ kind: "download", message: "half of it", file: "" });
      progress({ kind: "warning", message: "no cache", file: "" });
      return Promise.resolve({ loaded });
    };
    const tell = (message: string) => void seen.push(message);
    const data = await openDataset("auto", { download, warn: tell, progress: tell });
    assertEquals([data.train, data.source, asked, seen], [loaded.train, "elsewhere", ["mnist"], [
      "half of it",
      "no cache",
    ]]);
  },
});

Deno.test({
  name: "what can't be downloaded is missing, and what is damaged is said to be",
  ...nowhere,
  async fn() {
    const failing = (name: string): Download => () =>
      Promise.resolve({ failed: { name, message: "gone away" } });
    const warnings: string[] = [], warn = (message: string) => void warnings.push(message);
    const data = await openDataset("auto", { download: failing("DataUnavailableError"), warn });
    assertEquals([data.name, warnings.length], ["synthetic", 1]);
    assertStringIncludes(warnings[0], "gone away");
    await assertRejects(
      () => openDataset("auto", { download: failing("DataError") }),
      DataError,
      "gone away",
    );
  },
});

Deno.test("what is in a named folder is not asked of what downloads", () =>
  withFolder(async (dir) => {
    const download: Download = () => Promise.reject(new Error("asked"));
    await assertRejects(() => openDataset("mnist", { dir, download }), DataError, "has no train-images");
  }));
