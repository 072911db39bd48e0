import { assert, assertEquals, assertRejects } from "@std/assert";
import { namesIn, withFolder } from "../fixtures.ts";
import { makeFolder, removeFile, writeFile } from "./write_file.ts";
import { OutputError } from "./output_error.ts";
import { removeParts } from "./parts.ts";

Deno.test("a file is replaced as a whole and nothing is left beside it", () =>
  withFolder(async (folder) => {
    await writeFile(`${folder}/a.csv`, "old");
    await writeFile(`${folder}/a.csv`, "new");
    assertEquals(await Deno.readTextFile(`${folder}/a.csv`), "new");
    assertEquals(await namesIn(folder), ["a.csv"]);
  }));

Deno.test("whoever reads while files are written finds whole ones", () =>
  withFolder(async (folder) => {
    const path = `${folder}/a.csv`;
    const texts = ["a".repeat(1_000_000), "b".repeat(2_000_000)];
    await writeFile(path, texts[0]);
    let writing = true;
    const writer = (async () => {
      for (let i = 1; i <= 20; i++) await writeFile(path, texts[i % 2]);
      writing = false;
    })();
    let reads = 0;
    for (; writing || reads === 0; reads++) {
      const text = await Deno.readTextFile(path);
      assertEquals(text === texts[0] || text === texts[1], true, `found ${text.length} bytes`);
    }
    await writer;
  }));

Deno.test("a file that can't be written leaves the old one and says why", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(`${folder}/a.csv/in-the-way`, { recursive: true });
    const error = await assertRejects(() => writeFile(`${folder}/a.csv`, "x"), OutputError, "Cannot write ");
    assertEquals(error.message.includes("\n") || error.message.includes("os error"), false, error.message);
    assertEquals(await namesIn(folder), ["a.csv"]);
    await assertRejects(() => writeFile(`${folder}/missing/a.csv`, "x"), OutputError, "no such file");
  }));

Deno.test("a folder is made with those above it, or refused", () =>
  withFolder(async (folder) => {
    await makeFolder(`${folder}/a/b`);
    await makeFolder(`${folder}/a/b`);
    assertEquals(await namesIn(`${folder}/a/b`), []);
    await Deno.writeTextFile(`${folder}/file`, "");
    await assertRejects(() => makeFolder(`${folder}/file/b`), OutputError, "Cannot write to the folder");
    await assertRejects(() => makeFolder(`${folder}/file`), OutputError, "Cannot write to the folder");
  }));

Deno.test("a file that is not there is removed already", () =>
  withFolder(async (folder) => {
    await removeFile(`${folder}/nothing`);
  }));

Deno.test("of half written files those are removed that nobody is writing any more", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.csv.01234567.part`, "of a program that was killed");
    using file = await Deno.open(`${folder}/b.csv.89abcdef.part`, { write: true, createNew: true });
    await file.lock(true);
    await removeParts(folder);
    assertEquals(await namesIn(folder), ["b.csv.89abcdef.part"]);
    await file.unlock();
    await removeParts(folder);
    assertEquals(await namesIn(folder), []);
  }));

Deno.test("without locks the age of a half written file decides, by the clock of its folder", () =>
  withFolder(async (folder) => {
    const { lock, tryLock } = Deno.FsFile.prototype, { now } = Date, { rename } = Deno;
    const none = () => Promise.reject(new Error("no locks"));
    Object.assign(Deno.FsFile.prototype, { lock: none, tryLock: none });
    try {
      const [fresh, old] = ["a.csv.01234567.part", "b.csv.01234567.part"];
      for (const name of [fresh, old]) await Deno.writeTextFile(`${folder}/${name}`, "half");
      await Deno.utime(`${folder}/${old}`, new Date(0), new Date(0));
      Date.now = () => now() + 3_600_000;
      await removeParts(folder);
      assertEquals(await namesIn(folder), [fresh]);
      // Somebody who thinks otherwise does not keep a file from its place.
      let removals = 0;
      Deno.rename = async (from, to) => {
        if (removals++ < 2) await Deno.remove(from);
        await rename(from, to);
      };
      await writeFile(`${folder}/c.csv`, "whole");
      assertEquals([await Deno.readTextFile(`${folder}/c.csv`), removals], ["whole", 3]);
      assertEquals(await namesIn(folder), [fresh, "c.csv"]);
    } finally {
      Object.assign(Deno.FsFile.prototype, { lock, tryLock });
      Object.assign(Date, { now });
      Object.assign(Deno, { rename });
    }
  }));

Deno.test("files come to their place whoever removes half written ones meanwhile", () =>
  withFolder(async (folder) => {
    let writing = true, removals = 0;
    const remover = (async () => {
      for (; writing; removals++) await removeParts(folder);
    })();
    const contents = "a".repeat(100_000);
    for (let i = 0; i < 200; i++) await writeFile(`${folder}/${i}.csv`, contents);
    writing = false;
    await remover;
    assert(removals > 0);
    const names = await namesIn(folder);
    assertEquals(names.filter((name) => !/^\d+\.csv$/.test(name)), []);
    assertEquals(names.length, 200);
  }));
