/** Studies that are stopped and go on. Run by `deno task test:system`. */
import { Random, readCheckpoint } from "@chainrule/core";
import { assert, assertEquals, assertGreater } from "@std/assert";
import { hasNative, namesIn, withFolder } from "../fixtures.ts";
import { recordingIo } from "../cli/fixtures.ts";
import { main } from "../main.ts";
import type { RunState } from "../training/run_state.ts";
import { writeSmallImages } from "./small_images.ts";
import { assertSameFiles, studyFiles } from "./study_files.ts";

/** A clock on which every look takes a while, so that training pauses every few steps and not after a tenth of a second. */
class SlowClock implements Disposable {
  readonly #now = performance.now;

  constructor() {
    let time = 0;
    performance.now = () => time += 40;
  }

  [Symbol.dispose](): void {
    performance.now = this.#now;
  }
}

/** How many of the runs that wait in the folder of a study were stopped within an epoch. */
async function stoppedWithin(folder: string): Promise<number> {
  let count = 0;
  for (const name of await namesIn(`${folder}/runs`)) {
    const bytes = await Deno.readFile(`${folder}/runs/${name}/checkpoint.safetensors`).catch(() => undefined);
    const state = bytes && await readCheckpoint(bytes) as RunState;
    if (state?.current) count++;
  }
  return count;
}

/** A study, and what it leaves if it is not interrupted. */
interface Whole {
  readonly folder: string;
  readonly words: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

/** Runs a study in one go. */
function withWhole(words: readonly string[], body: (whole: Whole) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    await writeSmallImages(`${folder}/images`);
    const all = [...words, "--data-dir", `${folder}/images`], io = recordingIo();
    assertEquals(await main([...all, "--out", `${folder}/whole`], io), 0, io.errorText);
    await body({ folder, words: all, files: await studyFiles(`${folder}/whole/${words[0]}`) });
  });
}

const SMALL = ["--hidden", "8", "--batch-size", "20"];

/** Eight trials, of which most are stopped on the way. */
const GRID = ("grid --hidden 8 --activation tanh,selu --loss hinge --learning-rate 0.1,0.3 --momentum 0.9 " +
  "--weight-decay 0,0.001 --epochs 9 --halving").split(" ");

/** What is done in pieces. */
const STUDIES: Record<string, string[]> = {
  "losses, with momentum": ["loss", ...SMALL, "--epochs", "3", "--save-models"],
  "a run with Adam": [
    "train",
    ...SMALL,
    ..."--epochs 3 --optimizer adam --learning-rate 0.01 --save-models".split(" "),
  ],
  "a study that looks inside the networks": ["stability", "--batch-size", "60", "--epochs", "3"],
  "a search that stops hopeless trials": [...GRID, "--batch-size", "20"],
  "a search in brackets": [...GRID.with(-1, "--hyperband"), "--batch-size", "20"],
  "a run with all of the later settings": [
    "train",
    ...SMALL,
    ...("--epochs 3 --learning-rate 0.1 --schedule one-cycle --nesterov --dropout 0.2 --norm batch --label-smoothing 0.1 " +
      "--ema 0.9 --save-models").split(" "),
  ],
  "a search with patience": [...GRID.slice(0, -1), "--patience", "1", "--batch-size", "20"],
};

for (const [what, words] of Object.entries(STUDIES)) {
  Deno.test(`${what}: the same bytes in one go and in pieces, stopped at random steps`, () =>
    withWhole([...words, "--jobs", "1"], async ({ folder, words, files }) => {
      using _clock = new SlowClock();
      const out = `${folder}/pieces`, random = new Random(20_242);
      let pieces = 0, within = 0, code: number;
      do {
        // Whenever a step is shown is a pause.
        const interrupt = new AbortController(), pause = pieces < 12 ? random.integer(30) : Infinity;
        let pauses = 0;
        const io = recordingIo({ interrupt: interrupt.signal, columns: () => 80 });
        io.error = () => void (pauses++ === pause && interrupt.abort("SIGINT"));
        // Native kernels go on where WebAssembly was stopped, and the other way round.
        const native = pieces % 2 === 1 && hasNative() ? ["--native"] : [];
        code = await main([...words, ...native, "--out", out], io);
        within += await stoppedWithin(`${out}/${words[0]}`);
        pieces++;
      } while (code === 130);
      assertEquals(code, 0);
      assertGreater(pieces, 2);
      assertGreater(within, 0);
      assertSameFiles(await studyFiles(`${out}/${words[0]}`), files);
    }));
}

/** What takes long enough for workers to be stopped within it. */
const LONGER: Record<string, string[]> = {
  "losses": ["loss", "--batch-size", "2", "--epochs", "20"],
  "a search": [...GRID, "--batch-size", "1"],
};

for (const [what, words] of Object.entries(LONGER)) {
  Deno.test(`${what} in workers: the same bytes in one go and in pieces, stopped at random moments`, () =>
    withWhole(words, async ({ folder, words, files }) => {
      const out = `${folder}/pieces`, random = new Random(20_243);
      let pieces = 0, code: number;
      do {
        const interrupt = new AbortController(), delay = random.uniform(80, 250);
        const timer = pieces < 6 ? setTimeout(() => interrupt.abort("SIGINT"), delay) : undefined;
        const io = recordingIo({ interrupt: interrupt.signal });
        code = await main([...words, "--jobs", "2", "--checkpoint-every", "0", "--out", out], io);
        clearTimeout(timer);
        pieces++;
      } while (code === 130);
      assertEquals(code, 0);
      assertGreater(pieces, 1);
      assertSameFiles(await studyFiles(`${out}/${words[0]}`), files);
    }));
}

for (const how of ["--halving", "--hyperband"]) {
  Deno.test(`a search in shards, rung by rung and stopped at random steps, ${how}: the same bytes once it is merged`, () =>
    withWhole([...GRID.with(-1, how), "--batch-size", "20"], async ({ folder, words, files }) => {
      using _clock = new SlowClock();
      const out = `${folder}/shards`, random = new Random(20_244), codes: number[] = [];
      let round: number[];
      do {
        round = [];
        for (const shard of ["1/3", "2/3", "3/3"]) {
          const interrupt = new AbortController(), pause = codes.length < 9 ? random.integer(60) : Infinity;
          let pauses = 0;
          const io = recordingIo({ interrupt: interrupt.signal, columns: () => 80 });
          const { error } = io;
          io.error = (text) => {
            error(text);
            if (pauses++ === pause) interrupt.abort("SIGINT");
          };
          const code = await main([...words, "--shard", shard, "--jobs", "1", "--out", out], io);
          assert([0, 75, 130].includes(code), io.errorText);
          round.push(code);
        }
        codes.push(...round);
      } while (round.some((code) => code !== 0) && codes.length < 100);
      assert(codes.includes(75), `${codes}`); // a shard that waits for others says so
      const io = recordingIo();
      assertEquals(await main([...words, "--merge", "--out", out], io), 0, io.errorText);
      assertSameFiles(await studyFiles(`${out}/grid`), files);
    }));
}
