import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { withFolder } from "../../fixtures.ts";
import { HeldClaim } from "../../storage/claim.ts";
import { filesOf, writeFiles } from "../fixtures.ts";
import { lossRecord } from "../made_up_records.ts";
import { folderState } from "./folder_state.ts";
import { LiveReport } from "./live_report.ts";
import { respond } from "./respond.ts";

const live = (folder: string) =>
  new LiveReport([folder], { command: "deno task watch", warn: (message) => assert(false, message) });

Deno.test("only this machine is answered, under its own names, and there are three addresses", () =>
  withFolder(async (folder) => {
    const report = live(folder);
    await report.look();
    const ask = (
      path: string,
      { host = "127.0.0.1:80", ...more }: Record<string, string> = {},
      method = "GET",
    ) => respond(new Request(`http://127.0.0.1${path}`, { method, headers: { host, ...more } }), report, 80);
    const status = async (...words: Parameters<typeof ask>) => {
      const response = await ask(...words);
      await response.body?.cancel();
      return response.status;
    };
    for (const path of ["/", "/content", "/events", "/?x#y"]) assertEquals(await status(path), 200, path);
    for (
      const path of ["/etc/passwd", "/..%2f..%2fetc/passwd", "//", "/content/", "/results/loss/config.json"]
    ) {
      assertEquals(await status(path), 404, path);
    }
    assertEquals(await status("/", { host: "localhost:80" }), 200);
    for (
      const host of [
        "evil.example",
        "evil.example:80",
        "127.0.0.1",
        "127.0.0.1:81",
        "127.0.0.1:80.evil.example",
        "",
      ]
    ) {
      assertEquals(await status("/content", { host }), 403, host);
    }
    assertEquals(await status("/content", { origin: "http://127.0.0.1:80" }), 200);
    for (const origin of ["http://evil.example", "null", "http://localhost:80"]) {
      assertEquals(await status("/content", { origin }), 403, origin);
    }
    for (const method of ["POST", "PUT", "DELETE"]) assertEquals(await status("/", {}, method), 405);
    const page = await (await ask("/")).text();
    assertStringIncludes(page, "connect-src &#39;self&#39;");
    assertStringIncludes(page, "There are no results here yet");
  }));

Deno.test("who listens is told at the beginning, and whenever there is something new", () =>
  withFolder(async (folder) => {
    const report = live(folder);
    await report.look();
    const request = new Request("http://127.0.0.1/events", { headers: { host: "127.0.0.1:80" } });
    const reader = (await respond(request, report, 80)).body!.pipeThrough(new TextDecoderStream())
      .getReader();
    const next = async () => (await reader.read()).value;
    assertEquals([await next(), await next()], ["retry: 1000\n", "data: new\n\n"]);
    await report.look();
    await writeFiles(folder, filesOf(lossRecord(2)));
    await report.look();
    assertEquals(await next(), "data: new\n\n");
    assertMatch(JSON.parse(report.content).main, /<section id="study-loss"/);
    await reader.cancel();
  }));

Deno.test("results, and who is at work, change the state of a folder; the report itself does not", () =>
  withFolder(async (folder) => {
    const states = [await folderState([folder])];
    const differs = async (what: string) => {
      const state = await folderState([folder]);
      assert(!states.includes(state), what);
      states.push(state);
    };
    await writeFiles(folder, { "published/loss/epochs.csv": "run\n" });
    await differs("a table");
    await writeFiles(folder, { "published/loss/epochs.csv": "run\na\n" });
    await differs("a row");
    await writeFiles(folder, { "loss/runs/0123/checkpoint.safetensors": "x" });
    await differs("a checkpoint");
    const claim = await HeldClaim.take(`${folder}/loss/claims`, "all");
    await differs("somebody");
    await claim.release();
    assertEquals(await folderState([folder]), states.at(-2));
    await writeFiles(folder, { "report.html": "", "loss/loss_bars.svg": "", "loss/tensorboard/a/b": "" });
    assertEquals(await folderState([folder]), states.at(-2));
  }));
