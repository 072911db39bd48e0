/** What an invocation does, as its actions see it.
 * @module
 */
import type { StudyData } from "../../study/study_data.ts";
import type { AskedStudy } from "../../study/study_record.ts";
import type { RunStudyOptions } from "../../runner/run_study_options.ts";
import type { Io } from "../io.ts";
import type { Invocation } from "./invocation.ts";

/** What all studies of an invocation share. */
export interface Session {
  readonly invocation: Invocation;
  readonly io: Io;
  readonly data: StudyData;
  readonly warn: (message: string) => void;
}

/** What is done with one study. It returns the exit code. */
export type StudyAction = (asked: AskedStudy, session: Session) => Promise<number>;

/** The folder of a study. */
export function folderOf(study: string, { out }: Pick<Invocation, "out">): string {
  return `${out.replace(/\/+$/, "") || "/"}/${study}`;
}

/** What the runner is told of a study by every action. */
export function runnerOptions(
  asked: AskedStudy,
  { invocation, data, warn }: Session,
): RunStudyOptions & { readonly folder: string } {
  const { training, command } = invocation;
  const folder = folderOf(asked.study.name, invocation);
  return { ...asked, ...training, data, command, folder, reporter: { warn } };
}

/** The heading of a study where there are several. */
export function heading({ study: { name, title } }: AskedStudy, { asked }: Invocation): string {
  return asked.length > 1 ? `${name}: ${title}\n\n` : "";
}
