/** What a user names: grids, words of a command line, and data.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { parseCsv, parseIdx } from "@chainrule/data";
import fc from "fast-check";
import { parseInvocation } from "../../cli/experiment/invocation.ts";
import { OPTIONS } from "../../cli/experiment/options.ts";
import { optionName } from "../../cli/option.ts";
import { byteEdits, editedBytes, editedTable, tableEdits } from "./byte_edits.ts";
import type { Format } from "./format.ts";
import { edited, edits, TEXTS } from "./json_edits.ts";
import { orRefused } from "./known.ts";

const GRID = {
  "learning-rate": [0.1, 0.01],
  "hidden": [64, [256, 128], "none"],
  "activation": ["tanh", ["selu", "tanh"]],
  "loss": ["hinge", "focal"],
};

/** Images of 2 × 3 pixels, and labels. */
const IDX = Uint8Array.of(
  0,
  0,
  8,
  3,
  0,
  0,
  0,
  2,
  0,
  0,
  0,
  2,
  0,
  0,
  0,
  3,
  0,
  1,
  2,
  3,
  4,
  5,
  6,
  7,
  8,
  9,
  10,
  11,
);
const CSV = "label,pixel0,pixel1,pixel2,pixel3\n1,0,255,255,0\n0,255,0,0,255\n";

const word = fc.oneof(
  fc.constantFrom(...Object.keys(OPTIONS).map((key) => `--${optionName(key)}`)),
  fc.constantFrom(
    "loss",
    "grid",
    "all",
    "train",
    "1",
    "0",
    "1e-3",
    "tanh,selu",
    "256-128",
    "hinge",
    "2/8",
    "--",
    "-h",
  ),
  fc.constantFrom("--__proto__", "--constructor=1", "--toString", "__proto__", ...TEXTS),
  fc.string({ unit: "binary", maxLength: 10 }),
);

export const namedFormats: Record<string, Format> = {
  grid: {
    inputs: edits,
    read: async (folder, change) => {
      const path = `${folder}/grid.json`;
      await Deno.writeTextFile(path, JSON.stringify(edited(GRID, change)));
      return await orRefused(() => parseInvocation(["grid", "--grid", path]) !== undefined) ?? false;
    },
  },
  words: {
    inputs: fc.array(word, { maxLength: 6 }),
    read: async (_, words) => await orRefused(() => parseInvocation(words) !== undefined) ?? false,
  },
  idx: {
    inputs: byteEdits,
    read: async (_, change) =>
      await orRefused(() => {
        const bytes = editedBytes(IDX, change), { shape, data } = parseIdx(bytes);
        assertEquals(shape.reduce((product, size) => product * size, 1), data.length);
        return true;
      }) ?? false,
  },
  "csv-data": {
    inputs: tableEdits,
    read: async (_, change) =>
      await orRefused(() => {
        const { count, images, labels, rows, columns } = parseCsv(editedTable(CSV, change));
        assert(images.length === count * rows * columns && labels.length === count);
        return true;
      }) ?? false,
  },
};
