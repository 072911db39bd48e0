import { quote } from "../study/format.ts";
import { UsageError } from "../study/usage_error.ts";

/** What the folder of results is called unless named. */
export const RESULTS = "results";

/** The folders that were named, or the usual one; `action` is what is to be done with them. */
export function resultFolders(named: readonly string[], action: string): readonly string[] {
  const nameless = named.find((folder) => folder.trim() === "");
  if (nameless !== undefined) throw new UsageError(`Cannot ${action} ${quote(nameless)}: want a folder`);
  return named.length === 0 ? [RESULTS] : named;
}
