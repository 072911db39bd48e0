import { redrawStudy } from "../../runner/redraw.ts";
import { ifThere, listFolder } from "../../storage/read_file.ts";
import { OutputError } from "../../storage/output_error.ts";
import { studies } from "../../studies/mod.ts";
import type { Io } from "../io.ts";
import type { Invocation } from "./invocation.ts";
import { outcome } from "./outcome.ts";
import { folderOf, heading } from "./session.ts";

/** Redraws one study, or all that are there. */
export async function redraw(
  invocation: Invocation,
  io: Io,
  warn: (message: string) => void,
): Promise<number> {
  const { asked } = invocation;
  const names = asked.length === 1 ? [asked[0].study.name] : await studiesIn(invocation);
  for (const [i, name] of names.entries()) {
    const { record, conclusion, files } = await redrawStudy(folderOf(name, invocation), {
      studies,
      times: !invocation.untimed,
      warn: ({ file, message }) => warn(`${file}: ${message}`),
    });
    io.out((i > 0 ? "\n" : "") + heading({ ...record, study: { ...record.study, name } }, invocation));
    io.out(outcome({ ...record, conclusion, files }, io.outColumns()));
  }
  return 0;
}

/** The folders that a folder of results has, those called after studies first, then those that `--name` has named. */
async function studiesIn(invocation: Invocation): Promise<string[]> {
  const found: string[] = [];
  for (const name of Object.keys(studies)) {
    if ((await listFolder(folderOf(name, invocation))).includes("config.json")) found.push(name);
  }
  const { out } = invocation;
  const entries = await ifThere(`read the folder ${out}`, Array.fromAsync(Deno.readDir(out))) ?? [];
  const others = entries.filter(({ name, isDirectory }) => isDirectory && !Object.hasOwn(studies, name));
  for (const name of others.map(({ name }) => name).sort()) {
    const files = await listFolder(folderOf(name, invocation));
    if (files.includes("config.json") && files.includes("runs.csv")) found.push(name);
  }
  if (found.length > 0) return found;
  throw new OutputError(`Cannot redraw all studies: there are no results of one in ${invocation.out}`);
}
