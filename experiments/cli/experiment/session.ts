import type { RunStudyOptions } from "../../runner/run_study_options.ts";
import type { AskedStudy } from "../../study/study_record.ts";
import type { Io } from "../io.ts";
import type { Invocation } from "./invocation.ts";

/** An invocation at work on one of its studies. */
export interface Session {
  readonly asked: AskedStudy;
  /** What the runner is told of the study by every action. */
  readonly options: RunStudyOptions & { readonly folder: string };
  readonly invocation: Invocation;
  readonly io: Io;
  readonly warn: (message: string) => void;
}

/** The folder of a study. */
export function folderOf(study: string, { out, name = study }: Invocation): string {
  return `${out.replace(/\/+$/, "") || "/"}/${name}`;
}

/** The heading of a study where there are several. */
export function heading({ study: { name, title } }: AskedStudy, { asked }: Invocation): string {
  return asked.length > 1 ? `${name}: ${title}\n\n` : "";
}
