import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { namesIn, withFolder } from "../fixtures.ts";
import { claimsIn, HeldClaim } from "./claim.ts";
import { OutputError } from "./write_file.ts";

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
    write({ host: "elsewhere", pid: 1 }, 5);
    await assertRejects(() => take(folder, "all"), OutputError, "process 1 on elsewhere");
    write({ host: here, pid: 1 });
    Deno.truncateSync(`${folder}/all.json`, 3);
    const old = new Date(0);
    Deno.utimeSync(`${folder}/all.json`, old, old);
    await (await take(folder, "all")).release();
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
