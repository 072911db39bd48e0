/** `deno task fuzz [--seconds N] [--format NAME,…] [--seed N]`: files that a command reads, made up by somebody else.
 *
 * Each input is what a program has written, with edits at a few places, sealed where files are sealed. It must come to something that
 * can be used or to an error of a known kind in one line, soon, and without much memory.
 *
 * @module
 */
import { parseArgs } from "@std/cli";
import type { Order, Report } from "./worker.ts";

/** The formats, by their names in `formats.ts`, which takes a while to load. */
const FORMATS =
  "record checkpoint checkpoint-bytes plan claim model config tables study-bytes grid words idx csv-data"
    .split(" ");

/** An input that takes so many milliseconds hangs. To load everything may take longer. */
const PATIENCE = 30_000, LOADING = 120_000;

/** The thread that tries formats one after the other, until it hangs or fails. */
let worker: Promise<Worker> | undefined;

function hire(): Promise<Worker> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("Cannot begin: the worker does not load")), LOADING);
    worker.onmessage = () => {
      clearTimeout(timer);
      resolve(worker);
    };
  });
}

/** Tries a format. Returns what failed. */
async function fuzz(order: Order): Promise<string | undefined> {
  const hired = await (worker ??= hire());
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  let input = "nothing yet", timer: ReturnType<typeof setTimeout> | undefined;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => resolve(`It hangs on ${input}`), PATIENCE);
  };
  hired.onmessage = ({ data }: MessageEvent<Report>) => {
    wait();
    if (data.type === "begins") input = data.input;
    if (data.type !== "ends") return;
    console.log(
      `${order.format.padEnd(17)} ${String(data.tried).padStart(7)} tried, ${data.taken} of them taken`,
    );
    resolve(data.failure);
  };
  hired.onerror = (event) => {
    event.preventDefault();
    resolve(`${event.message}\nlast input: ${input}`);
  };
  wait();
  hired.postMessage(order);
  const failure = await promise;
  clearTimeout(timer);
  if (failure !== undefined) {
    hired.terminate();
    worker = undefined;
  }
  return failure;
}

const { seconds, format, seed }: Record<string, string> = parseArgs(Deno.args, {
  string: ["seconds", "format", "seed"],
  default: { seconds: "60", format: FORMATS.join(), seed: String(Date.now() % 2 ** 31) },
});
const names = format.split(",");
const unknown = names.find((name: string) => !FORMATS.includes(name));
if (unknown !== undefined) {
  console.error(`Unknown format ${unknown}: want some of ${FORMATS.join(", ")}`);
  Deno.exit(2);
}
console.log(`Seed ${seed}`);
let failed = 0;
for (const name of names) {
  const failure = await fuzz({ format: name, seed: Number(seed), seconds: Number(seconds) / names.length });
  if (failure === undefined) continue;
  failed++;
  console.error(`\n${name} FAILED, with --seed ${seed}:\n${failure.slice(0, 5000)}\n`);
}
console.log(failed === 0 ? "All formats hold." : `${failed} of ${names.length} formats failed.`);
Deno.exit(failed === 0 ? 0 : 1);
