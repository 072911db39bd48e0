/** A run that goes on from a file, for tests.
 * @module
 */
import { codeVersion } from "../storage/code_version.ts";
import { DEFAULTS, type RunConfiguration } from "../study/configuration.ts";
import { openDataset } from "../training/dataset.ts";
import { saveRun } from "../training/run_state.ts";
import { prepare, train } from "../training/train.ts";

/** The settings of {@linkcode stateAfter}, as words. */
export const WORDS = "--hidden 8 --batch-size 20 --optimizer adam --learning-rate 0.01 --dropout 0.2".split(
  " ",
);

/** A state that a program other than the command has left after so many steps of four epochs, learning from a folder of small images. */
export async function stateAfter(
  images: string,
  steps: number,
  changes: Partial<RunConfiguration> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const data = await openDataset("mnist", { dir: images }), { checksum, train: { count }, test } = data;
  const configuration: RunConfiguration = {
    ...DEFAULTS,
    dataset: data.name,
    hidden: [8],
    batchSize: 20,
    optimizer: "adam",
    learningRate: 0.01,
    dropout: 0.2,
    epochs: 4,
    ...changes,
  };
  const training = prepare(configuration, data), generator = train(training);
  for (let i = 0; i < steps;) if ((generator.next().value as { type: string }).type === "step") i++;
  return await saveRun(training, {
    dataset: { checksum, train: count, test: test.count },
    code: await codeVersion(),
    steps: [],
  });
}
