import { Range } from "../../study/sampler.ts";
import { UsageError } from "../../study/usage_error.ts";
import type { Option, Parser } from "../option.ts";

/** Whether a text is meant as a range: `1e-4..1e-1:log`. */
export function isRange(text: string): boolean {
  return text.includes("..");
}

/** Reads a range of values of a setting that is a number, or a list of one number, such as widths. */
export function rangeOf({ value: sample, parse, parseOne }: Option): Parser<Range> {
  return (text) => {
    if (!/^[NX]\b/.test(sample!)) throw new UsageError("want names, for they have no range");
    const [, from, to, log] = text.match(/^(.+?)\.\.(.+?)(:log)?$/) ?? [];
    if (from === undefined) throw new UsageError("want a range such as 0.001..0.1 or 1e-4..1e-1:log");
    const [low, high] = [from, to].map((end) => Number([(parseOne ?? parse)(end.trim())].flat().join("-")));
    if (!(low < high)) throw new UsageError("want a range from a smaller number to a larger one");
    if (log && low <= 0) {
      throw new UsageError("want a range above 0, for by equal factors there is no way from 0");
    }
    const listed = parseOne !== undefined;
    return new Range({
      low,
      high,
      log: log !== undefined,
      whole: sample!.startsWith("N"),
      value: (number) => listed ? [number] : number,
    });
  };
}
