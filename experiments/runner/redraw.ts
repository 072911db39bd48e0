import type { Study } from "../study/study.ts";
import type { StudyRecord } from "../study/study_record.ts";
export function redrawStudy(
  _folder: string,
  _options: { readonly studies: Readonly<Record<string, Study>>; readonly warn: (warning: { file: string; message: string }) => void },
): Promise<{ files: string[]; conclusion: string[]; record: StudyRecord }> {
  throw new Error("not yet");
}
