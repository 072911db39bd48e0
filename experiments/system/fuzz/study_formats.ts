/** The folder of a study, as the report and `--redraw` read it.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { reportMarkdown } from "../../report/markdown.ts";
import { readResults } from "../../report/read_results.ts";
import { reportOf } from "../../report/report.ts";
import { writeReport } from "../../report/write_report.ts";
import { redrawStudy } from "../../runner/redraw.ts";
import { studies } from "../../studies/mod.ts";
import { plain } from "../../study/format.ts";
import type { Warning } from "../../study/warning.ts";
import {
  type ByteEdit,
  byteEdits,
  editedBytes,
  editedTable,
  type TableEdit,
  tableEdits,
} from "./byte_edits.ts";
import type { Format } from "./format.ts";
import { type Edit, edited, edits } from "./json_edits.ts";
import { assertLine, orRefused } from "./known.ts";
import { folders } from "./samples.ts";
import { assertTables } from "./tables.ts";

/** Files of a kind with edits: which of them, counts through all studies. */
function filesOf<E>(kind: RegExp, edits: fc.Arbitrary<E>) {
  const paths = Object.keys(folders).filter((path) => kind.test(path));
  return fc.record({ path: fc.constantFrom(...paths), change: edits });
}

async function readStudy(folder: string, path: string, contents: string | Uint8Array): Promise<boolean> {
  const [study] = path.split(/\/(?=[^/]+$)/);
  for (const [name, text] of Object.entries(folders)) {
    if (!name.startsWith(`${study}/`) || name.split("/").length !== path.split("/").length) continue;
    await Deno.mkdir(`${folder}/${study}`, { recursive: true });
    await Deno.writeTextFile(`${folder}/${name}`, text);
  }
  const bytes = typeof contents === "string" ? new TextEncoder().encode(contents) : contents;
  await Deno.writeFile(`${folder}/${path}`, bytes);
  const warn = ({ file, message }: Warning) => {
    assertLine(`${file}: ${message}`);
    assert(!/could be made of it/.test(message), message);
  };
  const quick = await orRefused(async () =>
    reportMarkdown(
      await reportOf(await readResults([folder], warn), { command: "fuzz", date: new Date(0), warn }),
    )
  );
  if (quick === undefined) return false;
  assertMarkdown(quick);
  // To draw everything takes a hundred times as long.
  if (bytes.length % 16 !== 0) return true;
  if (await orRefused(() => writeReport({ results: [folder], out: folder }, { command: "fuzz", warn }))) {
    assertPage(await Deno.readTextFile(`${folder}/report.html`));
  }
  const redrawn = await orRefused(() => redrawStudy(`${folder}/${study}`, { studies, warn: () => {} }));
  if (redrawn) await assertRedrawn(redrawn.files);
  return true;
}

function assertMarkdown(text: string): void {
  const bare = text.replaceAll("\n", "");
  assertEquals(bare, plain(bare));
  const prose = text.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, "code");
  assert(!/(^|[^\\])<(script|img)/.test(prose), "HTML of a file is in the report");
}

function assertPage(page: string): void {
  assert(!/<script>alert|<img/.test(page), "HTML of a file is in the page");
  const [, charts] = page.match(/<script type="application\/json" id="charts">(.*?)<\/script>/s)!;
  JSON.parse(charts);
  const ids = [...page.matchAll(/<section id="([^"]*)"/g)].map(([, id]) => id);
  assertEquals(new Set(ids).size, ids.length);
}

async function assertRedrawn(files: readonly string[]): Promise<void> {
  const texts = await Promise.all(files.map(async (path) => [path, await Deno.readTextFile(path)] as const));
  assertTables(Object.fromEntries(texts.filter(([path]) => path.endsWith(".csv"))));
  for (const [path, text] of texts) {
    if (path.endsWith(".csv")) continue;
    const bare = text.replaceAll("\n", "");
    assertEquals(bare, plain(bare), path);
    if (path.endsWith(".svg")) assert(!/<script|<img|undefined/.test(text), path);
  }
}

interface Change<E> {
  readonly path: string;
  readonly change: E;
}

export const studyFormats: Record<string, Format> = {
  config: {
    inputs: filesOf(/\/config\.json$/, edits),
    read: (folder, { path, change }: Change<Edit[]>) =>
      readStudy(folder, path, JSON.stringify(edited(JSON.parse(folders[path]), change))),
  },
  tables: {
    inputs: filesOf(/\.csv$/, tableEdits),
    read: (folder, { path, change }: Change<TableEdit[]>) =>
      readStudy(folder, path, editedTable(folders[path], change)),
  },
  "study-bytes": {
    inputs: filesOf(/./, byteEdits),
    read: (folder, { path, change }: Change<ByteEdit[]>) =>
      readStudy(folder, path, editedBytes(new TextEncoder().encode(folders[path]), change)),
  },
};
