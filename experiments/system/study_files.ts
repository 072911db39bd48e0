/** What a study has left in its folder, to be compared.
 * @module
 */
import { assertEquals } from "@std/assert";
import { parse } from "@std/csv";

/** The files that show times or the date and nothing else that could be compared. */
const TIMED = /^(machine\.json|time_accuracy\.svg|functions\.svg)$/;

/** Takes each byte for a letter, so that no two files are the same text. */
const LETTERS = new TextDecoder("latin1");

/**
 * All files in the folder of a study and in those below it, by their paths, without what is told of times: columns of seconds,
 * plots that draw them, the date. What is left must be the same each time. Nothing if there is no folder.
 */
export async function studyFiles(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const visit = async (below: string) => {
    for await (const { name, isDirectory } of Deno.readDir(folder + below)) {
      const path = `${below}/${name}`;
      if (isDirectory) await visit(path);
      else files[path.slice(1)] = withoutTimes(name, LETTERS.decode(await Deno.readFile(folder + path)));
    }
  };
  await visit("").catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => a < b ? -1 : 1));
}

/** The records of runs that are finished, to the last byte: whoever trains again writes other seconds. */
export async function recordsIn(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of Object.keys(await studyFiles(folder))) {
    if (name.endsWith("record.json")) found[name] = await Deno.readTextFile(`${folder}/${name}`);
  }
  return found;
}

/** Makes sure that two studies have left the same; tells the first difference of each file. */
export function assertSameFiles(found: Readonly<Record<string, string>>, wanted: typeof found): void {
  assertEquals(Object.keys(found), Object.keys(wanted));
  const difference = (name: string) => {
    const [text, other] = [found[name], wanted[name]];
    let at = 0;
    while (text[at] === other[at]) at++;
    const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 60), at + 60));
    return `${name} has ${around(text)} at ${at}, want ${around(other)}`;
  };
  assertEquals(Object.keys(wanted).filter((name) => found[name] !== wanted[name]).map(difference), []);
}

function withoutTimes(name: string, text: string): string {
  if (TIMED.test(name)) return "shows times";
  if (name.endsWith(".csv")) return csvWithoutTimes(text);
  // The seconds of a record are the only numbers in it that are called so; its checksum is over them, too.
  if (name === "record.json") return text.replace(/("(?:sha256|seconds)":)("\w+"|[^,}]+)/g, "$1…");
  // Where a run can go on: its header says seconds too, and may be longer for it.
  if (name === "end.safetensors") {
    return text.slice(8).replace(/(seconds\\*":|checksum":")[\w.+-]+/g, "$1…")
      .replace(/("data_offsets":\[\d+,\d+\]\}\}) */, "$1");
  }
  return text;
}

/** A CSV without its columns of times, else as it is: also where quotes and ends of lines are. */
function csvWithoutTimes(text: string): string {
  const rows = parse(text);
  const kept = rows[0].map((name) => !/seconds|_ns$/.test(name));
  if (kept.every(Boolean)) return text;
  return rows.map((row) => JSON.stringify(row.filter((_, i) => kept[i]))).join("\n");
}
