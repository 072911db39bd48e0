import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { namesIn, withFolder } from "../fixtures.ts";
import { recordingIo } from "../cli/fixtures.ts";
import { allFiles, type Files, filesOf, writeFiles } from "./fixtures.ts";
import { lossRecord, matrixRecord, publishedRecord } from "./made_up_records.ts";
import { main } from "../cli/report/main.ts";
import { inspected } from "./made_up_inspection.ts";

/** Makes a report of files. */
async function report(files: Files, ...args: string[]) {
  const io = recordingIo();
  let page = "", markdown = "", code = -1;
  await withFolder(async (folder) => {
    await writeFiles(folder, files);
    code = await main([folder, ...args], io);
    page = await Deno.readTextFile(`${folder}/report.html`).catch(() => "");
    markdown = await Deno.readTextFile(`${folder}/report.md`).catch(() => "");
  });
  return { code, page, markdown, errors: io.errorText, out: io.outText };
}

/** The page without Vega and the licences, which have addresses in them. */
function own(page: string): string {
  return page.replace(/<script>!?function[\s\S]*?<\/script>/, "").replace(/<pre>[\s\S]*?<\/pre>/, "");
}

Deno.test("results of every kind become a page and the same tables as Markdown", async () => {
  const { code, page, markdown, errors, out } = await report(await allFiles());
  assertEquals([code, errors], [0, ""]);
  assertMatch(out, /\/report\.html\n.*\/report\.md\n.*\/report\.json\n$/);
  for (const id of ["loss", "matrix", "grid", "stability", "exponential", "published-loss"]) {
    assertStringIncludes(page, `<section id="study-${id}"`);
  }
  assertStringIncludes(
    page,
    "Which loss trains a network with one hidden layer best, and what does it cost?",
  );
  assertStringIncludes(page, "<code>deno task experiment loss --seeds 5</code>");
  assertStringIncludes(page, "ac89dbc26b7b");
  assertStringIncludes(page, "2025-01-31 12:00 UTC");
  assertStringIncludes(page, "A processor, 2 cores, linux x86_64, native kernels");
  assertStringIncludes(page, `deno ${Deno.version.deno}, v8 `);
  assertStringIncludes(page, "University of Washington");
  for (
    const part of [
      "| t013, best of 24 |",
      "| rate 1 | diverged |",
      "## Losses compared (loss)",
      "| hinge | **97.",
      "### Trials",
      "| Run | Published: accuracy, % |",
    ]
  ) {
    assertStringIncludes(markdown, part);
  }
  const charts = JSON.parse(/id="charts">([^<]*)</.exec(page)![1]);
  assertEquals(Object.keys(charts).length, page.match(/data-chart=/g)!.length);
  assert(Object.keys(charts).length > 30);
});

Deno.test("the page asks for nothing outside itself", async () => {
  const text = own((await report(filesOf(lossRecord(2)))).page);
  assert(text.length < 200_000);
  assertEquals(text.match(/\b(?:src|href)="(?!#|data:,)[^"]*"/g), null);
  assertEquals(text.match(/@import|url\(|fetch\(|XMLHttpRequest|\bimport\b[ (]/g), null);
  assertStringIncludes(text, `content="default-src 'none';`);
});

Deno.test("whatever names are made of, they stay text", async () => {
  const evil = `</script><script>alert(1)</script><img src=x onerror=alert(2)>{{vega}}$&"'`;
  const record = lossRecord(2), [first, second] = record.records;
  const divergedAt = { epoch: 1, iteration: 1, layer: evil, what: evil };
  const records = [
    { ...first, run: { ...first.run, name: evil } },
    { ...second, run: { ...second.run, name: "constructor" } },
    { ...second, run: { ...second.run, name: "__proto__" }, status: "diverged" as const, divergedAt },
  ];
  const files = filesOf({
    study: { ...record.study, name: evil, title: evil, question: evil, description: evil },
    runs: records.map(({ run }) => run),
    seeds: 1,
    data: { ...record.data, name: evil, checksum: evil },
    records,
    extra: {
      functions: [{
        place: evil,
        exponential: "simd",
        low: 0,
        high: 1,
        maximumError: 1,
        forwardNs: 1,
        backwardNs: 1,
      }],
    },
  }, "loss");
  const { code, page, markdown, errors } = await report({
    ...files,
    "loss/machine.json": JSON.stringify({ cpu: evil, date: evil }),
    "loss/conclusion.txt": evil,
    "loss/config.json": files["loss/config.json"].replace(
      /"chainrule": "[^"]*"/,
      `${JSON.stringify(evil)}: ${JSON.stringify(evil)}`,
    ),
    [`loss/${evil.replaceAll("/", "")}`]: "",
  });
  assertEquals(code, 0, errors);
  for (const name of ["constructor", "__proto__"]) assertStringIncludes(page, name);
  assert(!page.includes("<script>alert") && !page.includes("<img"), "the page has the element");
  assertEquals(own(page).match(/<script/g)!.length, 2);
  assert(!/(?<!\\)<script/.test(markdown.replace(/`+ ?[^`]*`+/g, "")));
});

Deno.test("damaged, foreign and missing files give a report of the rest and name the file", async () => {
  const good = filesOf(lossRecord(3));
  const cut = (text: string) => text.slice(0, text.lastIndexOf(",") - 9);
  const cases: [Files, RegExp][] = [
    [
      { "loss/epochs.csv": cut(good["loss/epochs.csv"]) },
      /^WARNING: loss\/epochs\.csv: line 61 is half-written/,
    ],
    [
      { "loss/runs.csv": "date,price\n1,2\n" },
      /^WARNING: loss\/runs\.csv: it was left out: it has no column run/,
    ],
    [
      { "loss/epochs.csv": good["loss/epochs.csv"].replace(/@1,1,[^,]+/, "@1,1,NaN") },
      /^WARNING: loss\/epochs\.csv: row 1 was left out: train_loss is "NaN", want a finite number/,
    ],
    [{ "loss/comparisons.csv": "" }, /^WARNING: loss\/comparisons\.csv: it was left out: it is empty/],
    [
      { "loss/summary.csv": good["loss/summary.csv"].replace(/^hinge,5/m, "hinge,7") },
      /^WARNING: loss\/summary\.csv: row 3: seeds is not what the runs come to/,
    ],
    [
      { "loss/summary.csv": cut(good["loss/summary.csv"]) },
      /^WARNING: loss\/summary\.csv: line 5 is half-written/,
    ],
    [
      { "loss/config.json": good["loss/config.json"].slice(0, 300) },
      /^WARNING: loss\/config\.json: it was left out: it is no whole JSON/,
    ],
    [{ "loss/config.json": "[]" }, /^WARNING: loss\/config\.json: it was left out: want an object/],
    [
      { "loss/config.json": '{"name":"x"}' },
      /^WARNING: loss\/config\.json: it was left out: it has no study/,
    ],
    [
      { "loss/conclusion.txt": "\uFFFD\0" },
      /^WARNING: loss\/conclusion\.txt: it was left out: it is no text/,
    ],
    [{ "loss/photo.png": "\0\xff" }, /^WARNING: loss\/photo\.png: it is no file of a study/],
    [{ "prices.csv": "date,price\n1,2\n" }, /^WARNING: prices\.csv: it is no file of a study/],
    [
      { "elsewhere/prices.csv": "date,price\n1,2\n" },
      /^WARNING: elsewhere\/prices\.csv: it is no file of a study/,
    ],
    [{ "empty/.keep": "" }, /^WARNING: empty: there are no results in it/],
  ];
  for (const [files, warning] of cases) {
    const { code, page, errors } = await report({ ...good, ...files });
    assertEquals(code, 0, errors);
    assertMatch(errors, warning);
    assertStringIncludes(page, "Not everything could be read");
    assertStringIncludes(page, Object.keys(files)[0].replace("/.keep", ""));
    for (const text of ["Losses compared", "hinge", "focal"]) assertStringIncludes(page, text);
  }
  const always = ["epochs", "runs", "iterations", "summary", "comparisons", "divergences"];
  for (const name of ["config.json", "machine.json", ...always.map((table) => `${table}.csv`)]) {
    const { [`loss/${name}`]: _, ...rest } = good;
    const { code, errors, page } = await report(rest);
    assertEquals(code, 0);
    assertMatch(errors, new RegExp(`^WARNING: loss/${name.replace(".", "\\.")}: it is missing`));
    assertStringIncludes(page, "hinge");
  }
});

Deno.test("each file alone gives a report of what it says", async () => {
  const good = filesOf(lossRecord(3));
  for (const name of ["config.json", "epochs.csv", "runs.csv"]) {
    const { code, page, errors } = await report({ [`loss/${name}`]: good[`loss/${name}`] });
    assertEquals(code, 0, errors);
    assertStringIncludes(page, "Losses compared");
    if (name !== "config.json") {
      for (const text of ["hinge", "Figures", "97.8"]) assertStringIncludes(page, text);
    }
  }
});

Deno.test("studies come in the order in which they are defined, as published ones last", async () => {
  const [loss, matrix] = [lossRecord(2), matrixRecord()];
  const unknown = { ...loss, study: { ...loss.study, name: "another", title: "Another" } };
  const { markdown } = await report({
    ...filesOf(unknown),
    ...filesOf(publishedRecord(), "a/loss"),
    ...filesOf(matrix),
    ...filesOf(loss, "b/loss"),
  });
  const names = [...markdown.matchAll(/^## .*\((.*)\)$/gm)].map(([, name]) => name);
  assertEquals(names, ["b/loss", "matrix", "another", "loss, as published"]);
});

Deno.test("networks are folded, one of each variant, and what there is to see in them has places of its own", async () => {
  const { page } = await report(filesOf(inspected(lossRecord(12))));
  const networks = [...page.matchAll(/<details id="(study-loss-network-[^"]+)">\s*<summary>([^<]+)</g)];
  assertEquals(networks.map(([, , name]) => name), [
    "kl-div@1",
    "softmax-cross-entropy@1",
    "hinge@1",
    "focal@1",
  ]);
  const charts = Object.keys(JSON.parse(/id="charts">([^<]*)</.exec(page)![1]));
  for (const [, id] of networks) {
    assertEquals(charts.filter((place) => place.startsWith(`${id}-`)).length, 5 + 7);
  }
  assertStringIncludes(page, 'id="study-loss-class_accuracy"');
  assertEquals((await report(filesOf(lossRecord(2)))).page.includes("Inside the networks"), false);
});

Deno.test("every table may be cut at any place", async () => {
  const files = await allFiles();
  for (const at of [0.1, 0.37, 0.8]) {
    const cut = Object.entries(files).map((
      [path, text],
    ) => [path, text.slice(0, Math.floor(at * text.length))]);
    const { code, page } = await report(Object.fromEntries(cut));
    assertEquals(code, 0);
    assertStringIncludes(page, "</html>");
  }
});

Deno.test("one study's own folder, and another place for the report", () =>
  withFolder(async (folder) => {
    await writeFiles(folder, filesOf(lossRecord(2)));
    const io = recordingIo();
    assertEquals(await main([`${folder}/loss`, "--out", `${folder}/there/new`], io), 0);
    assertEquals(await namesIn(`${folder}/there/new`), ["report.html", "report.json", "report.md"]);
    assertStringIncludes(await Deno.readTextFile(`${folder}/there/new/report.md`), "# Losses compared");
    assertEquals(await main([folder, "--out", `${folder}/loss/runs.csv`], io), 1);
    assertMatch(io.errorText, /Cannot write to the folder [^\n]*\n$/);
  }));

Deno.test("nothing to report on is code 1, a wrong option 2; nothing is written", () =>
  withFolder(async (folder) => {
    const cases: [string[], number, RegExp][] = [
      [
        [`${folder}/missing`],
        1,
        /^Cannot report on .*missing: there is no such folder; run deno task experiment first\n$/,
      ],
      [
        [folder],
        1,
        /^Cannot report on .*: there are no results of any study in it; run deno task experiment first\n$/,
      ],
      [["--outt", folder], 2, /^Unknown option "--outt": the nearest is --out [^\n]*\n$/],
    ];
    for (const [args, code, message] of cases) {
      const io = recordingIo();
      assertEquals(await main(args, io), code);
      assertMatch(io.errorText, message);
    }
    assertEquals(await namesIn(folder), []);
    const io = recordingIo();
    assertEquals(await main(["--help"], io), 0);
    assert(io.outText.split("\n").every((line) => line.length <= 80));
  }));

Deno.test("many runs are drawn in panels, with one look in all of them and in the legend", async () => {
  const { page } = await report(filesOf(matrixRecord()));
  const charts: Record<string, { curves?: { series: { run: string; name?: string; color: string }[] } }> =
    JSON.parse(/id="charts">([^<]*)</.exec(page)![1]);
  const [first, second] = [0, 1].map((i) => charts[`study-matrix-training_loss-${i}`].curves!.series);
  assertEquals([first.length, second.length], [9, 9]);
  const colours = (series: typeof first) =>
    Object.fromEntries(series.map(({ name, color }) => [name, color]));
  assertEquals(colours(first), colours(second));
  assert(first.every(({ run, name }) => run === `128 ${name}`));
  for (const part of ["<h4>hidden layers: 128</h4>", "<span>hidden layers: 256-128</span>"]) {
    assertStringIncludes(page, part);
  }
  assertEquals(page.match(/data-run="/g)!.length, 18);
  assert(!page.includes("<h4>undefined"));
});

Deno.test("long conclusions are folded", async () => {
  const record = lossRecord(2), lines = Array.from({ length: 12 }, (_, i) => `Sentence ${i + 1}.`);
  const study = { ...record.study, name: "mine" };
  const { page, markdown } = await report({
    ...filesOf({ ...record, study }),
    "mine/conclusion.txt": lines.join("\n"),
  });
  const fold = /<summary>(\d+) more sentences<\/summary>/.exec(page)!;
  assert(page.indexOf("Sentence 8.") < fold.index && fold.index < page.indexOf("Sentence 9."));
  for (const line of lines) assertStringIncludes(markdown, line);
});

Deno.test("two folders whose names look alike have charts and links of their own", async () => {
  const record = lossRecord(2), folders = ["a b", "a-b", "a-b-title", "a\u202eb", "a-b-2"];
  const { code, page } = await report(Object.assign({}, ...folders.map((folder) => filesOf(record, folder))));
  assertEquals(code, 0);
  const ids = [...page.matchAll(/ id="(study-[^"]*)"/g)].map(([, id]) => id);
  assertEquals(page.match(/<section id="study-/g)?.length, folders.length);
  assertEquals(new Set(ids).size, ids.length);
  const charts = Object.keys(JSON.parse(/id="charts">([^<]*)</.exec(page)![1]));
  assertEquals(charts.length, page.match(/data-chart=/g)!.length);
  for (const id of charts) assertEquals(page.split(`data-chart="${id}"`).length, 2, id);
});

Deno.test("names that do something where they are shown do nothing: on the page, in Markdown, in warnings", async () => {
  const record = lossRecord(2), [first, second] = record.records;
  const names = ["# a\r\n# b\u2028c", "- \x1b]0;title\x07\u202ed\\"];
  const records = [first, second].map((record, i) => ({ ...record, run: { ...record.run, name: names[i] } }));
  const study = { ...record.study, title: names[0], question: names[1] };
  const files = filesOf({ ...record, study, runs: records.map(({ run }) => run), records }, "loss");
  files["loss/config.json"] = files["loss/config.json"].replace(`"title"`, `"title": "x", "title"`);
  const { code, page, markdown, errors } = await report({
    ...files,
    "loss/conclusion.txt": `${names[1]}\n`,
    [`loss/\u202e${names[1]}.csv`]: "",
  });
  assertEquals(code, 0);
  for (
    const [text, signs] of [[errors, /[^\n -\uffff]|[\u2028\u202e]/], [
      markdown,
      /[^\n -\uffff]|[\u2028\u202e]/,
    ]] as const
  ) {
    assertEquals(text.match(signs), null);
  }
  assertEquals(own(page).match(/[^\n -\u{10ffff}]|[\u2028\u202e]/u), null);
  assertEquals(markdown.match(/^# /gm)?.length, 1);
  assertEquals(markdown.match(/^- #/m), null);
  assertStringIncludes(markdown, "# # a??# b?c");
});
