import type { Format } from "./format.ts";
import { namedFormats } from "./named_formats.ts";
import { storedFormats } from "./stored_formats.ts";
import { studyFormats } from "./study_formats.ts";

/** All formats by their names. */
export const formats: Readonly<Record<string, Format>> = {
  ...storedFormats,
  ...studyFormats,
  ...namedFormats,
};
