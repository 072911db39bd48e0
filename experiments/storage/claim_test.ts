import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { namesIn, withFolder } from "../fixtures.ts";
import { claimsIn } from "./read_claims.ts";
import { HeldClaim } from "./claim.ts";
import { OutputError } from "./output_error.ts";

const { take } = HeldClaim;

Deno.test("who works on a folder says so, and others are refused until it is done", () =>
  withFolder(async (folder) => {
    const claims = `${folder}/loss/claims`;
    const first = await take(claims, "all");
    const error = await assertRejects(() => take(claims, "all"), OutputError);
    assertMatch(error.message, new RegExp(`^Cannot work in ${folder}/loss: process ${Deno.pid} on \\S+`));
    await assertRejects(() => take(claims, "shard-1-of-2"), OutputError);
    await first.release();
    assertEquals(await namesIn(claims), []);
    const parts = [await take(claims, "shard-1-of-2"), await take(claims, "shard-2-of-2")];
    await assertRejects(() => take(claims, "shard-1-of-3"), OutputError);
    await assertRejects(() => take(claims, "all"), OutputError);
    for (const part of parts) await part.release();
    await (await take(claims, "all")).release();
  }));

Deno.test("a claim names the runs that are being trained", () =>
  withFolder(async (folder) => {
    const claim = await take(folder, "all");
    claim.begins("a");
    claim.begins("b");
    claim.ends("a");
    claim.begins("c");
    while ((await claimsIn(folder))[0].runs.length < 2) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    assertEquals((await claimsIn(folder)).map(({ name, pid, runs }) => [name, pid, runs]), [[
      "all",
      Deno.pid,
      ["b", "c"],
    ]]);
    await claim.release();
  }));

Deno.test("a claim says nothing of what it said before", () =>
  withFolder(async (folder) => {
    const claim = await take(folder, "all"), long = "a".repeat(100);
    const says = async (run: string) => {
      for (let i = 0; i < 1000; i++) {
        if ((await claimsIn(folder)).some(({ runs: [first] }) => first === run)) return true;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      return false;
    };
    claim.begins(long);
    assert(await says(long));
    claim.ends(long);
    claim.begins("b");
    assert(await says("b"));
    await claim.release();
  }));

Deno.test("who gives a claim up leaves that of somebody else in its place", () =>
  withFolder(async (folder) => {
    const path = `${folder}/all.json`, claim = await take(folder, "all");
    await Deno.remove(path);
    await Deno.writeTextFile(path, JSON.stringify({ host: "elsewhere", pid: 1, runs: [], token: "another" }));
    await claim.release();
    assertEquals(await namesIn(folder), ["all.json"]);
  }));

Deno.test("a program that is gone is in nobody's way", () =>
  withFolder(async (folder) => {
    const here = Deno.hostname();
    const write = (claim: object, age = 0) => {
      const path = `${folder}/all.json`, date = new Date(Date.now() - 1000 * age);
      Deno.writeTextFileSync(path, JSON.stringify({ runs: [], ...claim }));
      Deno.utimeSync(path, date, date);
    };
    write({ host: here, pid: Deno.pid }); // a number that another program has got since
    await (await take(folder, "all")).release();
    write({ host: "elsewhere", pid: 1 }, 3600);
    await (await take(folder, "all")).release();
    write({ host: "elsewhere", pid: 1 }, 70);
    await (await take(folder, "all")).release();
    write({ host: "elsewhere", pid: 1 }, 5);
    await assertRejects(() => take(folder, "all"), OutputError, "process 1 on elsewhere");
    write({ host: here, pid: 1 });
    Deno.truncateSync(`${folder}/all.json`, 3);
    const old = new Date(0);
    Deno.utimeSync(`${folder}/all.json`, old, old);
    await (await take(folder, "all")).release();
  }));

Deno.test("the age of a claim is by the clock of the folder, whatever the clock here says", () =>
  withFolder(async (folder) => {
    const { now } = Date, path = `${folder}/all.json`;
    await Deno.writeTextFile(path, JSON.stringify({ host: "elsewhere", pid: 1, runs: [] }));
    try {
      for (const skew of [-3600, -61, 0, 61, 3600]) {
        Date.now = () => now() + 1000 * skew;
        await assertRejects(() => take(folder, "all"), OutputError, "process 1 on elsewhere");
      }
      // Nobody has just written what is of an hour to come.
      const later = new Date(now() + 3_600_000);
      await Deno.utime(path, later, later);
      Date.now = () => now() + 3_600_000;
      await (await take(folder, "all")).release();
    } finally {
      Date.now = now;
    }
  }));

Deno.test("of programs that come at the same time where there are no locks, of one host name and number, one works", () =>
  withFolder(async (folder) => {
    const { tryLock } = Deno.FsFile.prototype;
    Deno.FsFile.prototype.tryLock = () => Promise.reject(new Error("no locks"));
    try {
      for (let i = 0; i < 20; i++) {
        const claims = await Promise.allSettled(Array.from({ length: 4 }, () => take(folder, "all")));
        const held = claims.flatMap((claim) => claim.status === "fulfilled" ? [claim.value] : []);
        for (const claim of claims) {
          assert(claim.status === "fulfilled" || claim.reason instanceof OutputError);
        }
        assert(held.length <= 1, `${held.length} work`);
        for (const claim of held) {
          await assertRejects(() => take(folder, "all"), OutputError, `process ${Deno.pid} on `);
          assertEquals(await namesIn(folder), ["all.json"]); // whoever was refused left it
          await claim.release();
        }
        await Deno.remove(`${folder}/all.json`).catch(() => {});
      }
    } finally {
      Deno.FsFile.prototype.tryLock = tryLock;
    }
  }));

Deno.test("the lock tells that a program is there, however old its claim", () =>
  withFolder(async (folder) => {
    const claim = await take(folder, "all");
    const old = new Date(0);
    Deno.utimeSync(`${folder}/all.json`, old, old);
    await assertRejects(() => take(folder, "all"), OutputError, `process ${Deno.pid} on `);
    await claim.release();
    await (await take(folder, "all")).release();
  }));
