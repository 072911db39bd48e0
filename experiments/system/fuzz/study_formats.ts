/** The folder of a study, as the report and `--redraw` read it.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { writeReport } from "../../report/write_report.ts";
import { redrawStudy } from "../../runner/redraw.ts";
import { studies } from "../../studies/mod.ts";
import { plain } from "../../study/format.ts";
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
  const [study] = path.split(/\/(?=[^/]+$)/), warnings: string[] = [];
  for (const [name, text] of Object.entries(folders)) {
    if (!name.startsWith(`${study}/`) || name.split("/").length !== path.split("/").length) continue;
    await Deno.mkdir(`${folder}/${study}`, { recursive: true });
    await Deno.writeTextFile(`${folder}/${name}`, text);
  }
  const bytes = typeof contents === "string" ? new TextEncoder().encode(contents) : contents;
  await Deno.writeFile(`${folder}/${path}`, bytes);
  const report = await orRefused(() =>
    writeReport({ results: folder, out: folder }, {
      command: "fuzz",
      warn: ({ file, message }) => void warnings.push(`${file}: ${message}`),
    })
  );
  for (const warning of warnings) {
    assertLine(warning);
    assert(!/is not a function|undefined|Cannot read prop|not iterable|call stack/i.test(warning), warning);
  }
  if (report) await assertReport(folder);
  const redrawn = await orRefused(() => redrawStudy(`${folder}/${study}`, { studies, warn: () => {} }));
  if (redrawn) await assertRedrawn(redrawn.files);
  return redrawn !== undefined;
}

async function assertReport(folder: string): Promise<void> {
  const [page, markdown] = await Promise.all(
    ["html", "md"].map((end) => Deno.readTextFile(`${folder}/report.${end}`)),
  );
  assertEquals(markdown.replaceAll("\n", ""), plain(markdown.replaceAll("\n", "")));
  assert(
    !/<script>alert|<img/.test(page) && !/(^|[^\\])<(script|img)/.test(markdown),
    "HTML of a file is in the report",
  );
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
