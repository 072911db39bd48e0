import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { main } from "../cli/report/main.ts";
import { withFolder } from "../fixtures.ts";
import { recordingIo } from "../cli/fixtures.ts";
import { filesOf, writeFiles } from "./fixtures.ts";
import { lossRecord, madeUp, publishedRecord } from "./made_up_records.ts";
import { studies } from "../studies/mod.ts";

Deno.test("several folders become one report, in which what they share is compared", () =>
  withFolder(async (folder) => {
    const better = madeUp(studies.loss, () => ({ accuracy: 0.99, loss: 0.1 }), { seeds: 5 });
    await writeFiles(`${folder}/a b/results`, filesOf(lossRecord(100)));
    await writeFiles(`${folder}/c/results`, {
      ...filesOf(better),
      ...filesOf(publishedRecord(), "published/loss"),
    });
    const io = recordingIo(), out = `${folder}/my page.html`;
    const folders = [`${folder}/a b/results`, `${folder}/c/results`];
    assertEquals(await main([...folders, "--out", out], io), 0);
    assertEquals(io.outText, `${out}\n${folder}/my page.md\n${folder}/my page.json\n`);
    const page = await Deno.readTextFile(out), markdown = await Deno.readTextFile(`${folder}/my page.md`);
    const links = [...page.matchAll(/<a href="#study-[^"]*">([^<]*)</g)].map(([, label]) => label);
    assertEquals(links, ["a b/results/loss", "c/results/loss", "loss, as published"]);
    const titles = [...page.matchAll(/<h2 id="study-[^>]*>([^<]*)</g)].map(([, title]) => title);
    assertEquals(titles, [
      "Losses compared (a b/results/loss)",
      "Losses compared (c/results/loss)",
      "Losses compared, as published",
    ]);
    assertStringIncludes(markdown, "## loss in 2 folders\n");
    assertMatch(
      markdown,
      /\| hinge \| 97\.83 ± 0\.03 \|.*\| 99\.00 ± 0\.03 \|.*\| \+1\.17 \| &lt; 0\.001 \||\| hinge \| 97\.8.*\+1\.1/,
    );
    assertStringIncludes(page, `deno task report &#39;${folders[0]}&#39; ${folders[1]}`);
    assert(!markdown.includes("published/loss in"));
  }));

Deno.test("a folder that is given twice, and one within another, have names of their own", () =>
  withFolder(async (folder) => {
    await writeFiles(folder, filesOf(lossRecord(2)));
    const io = recordingIo();
    assertEquals(await main([folder, `${folder}/loss`, "--out", `${folder}/x.html`], io), 0);
    const page = await Deno.readTextFile(`${folder}/x.html`);
    const ids = [...page.matchAll(/<section id="([^"]*)"/g)].map(([, id]) => id);
    assertEquals(new Set(ids).size, ids.length);
  }));

Deno.test("a text that is no report is not replaced by the tables that go with a page", () =>
  withFolder(async (folder) => {
    await writeFiles(folder, filesOf(lossRecord(2)));
    const out = `${folder}/README.html`, readme = `${folder}/README.md`;
    await Deno.writeTextFile(readme, "# Mine\n");
    const io = recordingIo();
    assertEquals(await main([folder, "--out", out], io), 1);
    assertEquals(io.errorText, `Cannot write ${readme}: it is there and no report; want another --out\n`);
    assertEquals(await Deno.readTextFile(readme), "# Mine\n");
    await Deno.remove(readme);
    for (let times = 2; times > 0; times--) {
      assertEquals(await main([folder, "--out", out], recordingIo()), 0);
    }
    assert(!(await Deno.readTextFile(readme)).includes("Point at a chart"), "there are none in Markdown");
    assertStringIncludes(await Deno.readTextFile(out), "Point at a chart");
  }));

Deno.test("--open says the link where nothing may be started", () =>
  withFolder(async (folder) => {
    await writeFiles(folder, filesOf(lossRecord(2)));
    const io = recordingIo(), out = `${folder}/my page #1.html`;
    assertEquals(await main([folder, "--out", out, "--open"], io), 0);
    assertMatch(io.errorText, /^Cannot open a browser from here; this is the link:\n$/);
    const link = io.outText.trimEnd().split("\n").at(-1)!;
    assertStringIncludes(link, "/my%20page%20%231.html");
    assertEquals(await Deno.readTextFile(new URL(link)), await Deno.readTextFile(out));
  }));
