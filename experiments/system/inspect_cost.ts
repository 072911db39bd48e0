/** What it costs to look into a network while it is trained: the processor's time of runs with and without, in turns.
 *
 * `deno run --no-check -R -E --allow-sys experiments/system/inspect_cost.ts [epochs] [pairs]` wants MNIST in `MNIST_DIR`.
 *
 * @module
 */
import { cpuUsage } from "node:process";
import { DEFAULTS } from "../study/configuration.ts";
import { openDataset } from "../training/dataset.ts";
import { prepare, train } from "../training/train.ts";

const [epochs = 5, pairs = 6] = Deno.args.map(Number);
const data = await openDataset("mnist", {});
const configuration = { ...DEFAULTS, epochs };

/** The milliseconds that processors were at a run. */
function costOf(inspect: boolean): number {
  const before = cpuUsage();
  for (const _ of train(prepare(configuration, data, { inspect })));
  const { user, system } = cpuUsage(before);
  return (user + system) / 1000;
}

const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

costOf(true); // what is compiled once
const both = Array.from({ length: pairs }, (_, i) => {
  const first = costOf(i % 2 === 0), second = costOf(i % 2 === 1);
  return i % 2 === 0 ? { looked: first, plain: second } : { looked: second, plain: first };
});
for (const { looked, plain } of both) {
  console.log(`${plain.toFixed(0)} ms, looked into ${looked.toFixed(0)} ms`);
}
const share = median(both.map(({ looked }) => looked)) / median(both.map(({ plain }) => plain)) - 1;
const least = Math.min(...both.map(({ looked }) => looked)) / Math.min(...both.map(({ plain }) => plain)) - 1;
console.log(
  `${epochs} epochs: ${(100 * share).toFixed(2)} % more by the medians, ${
    (100 * least).toFixed(2)
  } % by the least`,
);
