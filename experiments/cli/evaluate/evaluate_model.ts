import { DataError } from "@chainrule/core";
import { type ClassFigures, classFigures, inspectionTables } from "../../analysis/inspection_tables.ts";
import { MOST } from "../../storage/file_limits.ts";
import { decodeModel } from "../../storage/model_file.ts";
import { makeFolder, writeFile } from "../../storage/write_file.ts";
import { readNamed } from "../../storage/read_file.ts";
import { type DatasetName, DATASETS } from "../../study/choices.ts";
import { formatCount, formatMeasure, formatPercent, wrap } from "../../study/format.ts";
import { UsageError } from "../../study/usage_error.ts";
import { openDataset } from "../../training/dataset.ts";
import type { Download } from "../../training/downloads.ts";
import { inspect } from "../../training/inspect.ts";
import { makeLoss } from "../../training/model.ts";
import { oneLine } from "../run_command.ts";
import { confusionText } from "./confusion_text.ts";
import { table } from "../table.ts";

/** What a command line asks for. */
export interface Invocation {
  readonly model: string;
  /** What the network has learned, unless given. */
  readonly dataset?: DatasetName;
  readonly dataDir?: string;
  /** Images of one's own instead. */
  readonly data?: string;
  /** Where tables and charts go; none unless given. */
  readonly out?: string;
}

/** How well a network does, for a screen; with a folder also as tables and charts. */
export async function evaluateModel(
  { model: file, dataset, dataDir, data, out }: Invocation,
  warn: (message: string) => void,
  { width = 80, download }: { readonly width?: number; readonly download?: Download } = {},
): Promise<string> {
  const { model, network, configuration } = decodeModel(await readNamed(file, MOST.tensors), file);
  const name = dataset ?? DATASETS.find((name) => name === network.dataset);
  if (!name && !data) {
    throw new UsageError(
      `Cannot evaluate ${file} without images: it has learned “${
        oneLine(network.dataset)
      }”, want --data PATH or --dataset NAME`,
    );
  }
  const { test, classNames } = await openDataset(name ?? "", {
    dir: dataDir,
    data,
    seed: configuration.seed,
    warn,
    download,
  });
  const { rows, columns } = network, classes = network.classes.map(oneLine);
  if (test.rows !== rows || test.columns !== columns || test.classes !== classes.length) {
    const size = (height: number, width: number, count: number) => `${height} × ${width} in ${count} classes`;
    throw new DataError(
      `Cannot evaluate ${file}: ${test.name} is ${size(test.rows, test.columns, test.classes)}, ` +
        `the network wants ${size(rows, columns, classes.length)}`,
    );
  }
  if (classNames && classNames.some((name, k) => name !== network.classes[k])) {
    throw new DataError(
      `Cannot evaluate ${file}: the classes of ${test.name} are ${classNames.map(oneLine).join(", ")}, ` +
        `the network knows ${classes.join(", ")}`,
    );
  }
  const inspection = inspect(model, makeLoss(configuration, test.classes), test, configuration);
  const { loss, accuracy, calibrationError, images, confusion } = inspection;
  const facts: Record<string, string> = {
    Network: `${oneLine(file)}, which has learned ${oneLine(network.dataset)}`,
    Data: `${formatCount(images)} test images of ${test.name}`,
    Accuracy: `${formatPercent(accuracy)} %`,
    Loss: `${formatMeasure(loss)} (${configuration.loss})`,
    Calibration: `${formatPercent(calibrationError)} points of expected error`,
  };
  const figures = classFigures(inspection, classes);
  const column = (title: string, of: (figure: ClassFigures) => string) => ({ title, cells: figures.map(of) });
  const each = table([
    { ...column("class", (figure) => figure.class), left: true },
    column("images", (figure) => formatCount(figure.images)),
    column("precision", (figure) => formatPercent(figure.precision)),
    column("recall", (figure) => formatPercent(figure.recall)),
    column("F1", (figure) => formatPercent(figure.f1)),
  ]);
  const taken = confusionText(confusion, classes, width);
  const lines = Object.entries(facts).flatMap(([name, text]) =>
    wrap(text, width - 13).map((part, i) => `${(i === 0 ? name : "").padEnd(12)} ${part}\n`)
  ).join("");
  const text = `${lines}\n${each}\n${taken}`;
  if (out === undefined) return text;
  const { inspectionPlots } = await import("../../charts/inspection_svg.ts");
  const written = { ...inspectionTables(inspection, classes), ...await inspectionPlots(inspection, classes) };
  await makeFolder(out);
  for (const [name, contents] of Object.entries(written)) await writeFile(`${out}/${name}`, contents);
  return `${text}\nWritten:\n` + Object.keys(written).map((name) => `  ${out}/${name}\n`).join("");
}
