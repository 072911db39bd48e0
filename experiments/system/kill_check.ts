/** `kill -9` at random moments of a grid. Run by `deno task test:system`. */
import { Random } from "@chainrule/core";
import { assertEquals } from "@std/assert";
import { withFolder } from "../fixtures.ts";
import { plural } from "../study/format.ts";
import { runExperiment, startExperiment } from "./command.ts";
import { writeSmallImages } from "./small_images.ts";
import { assertSameFiles, studyFiles } from "./study_files.ts";

/** How often processes are killed in each case, and at most while they do the grid once. */
const KILLS = 34, KILLS_PER_GRID = 9;

/** How many processes share the grid, and whether it stops hopeless trials. */
const CASES = [[1, false], [2, false], [4, false], [3, true]] as const;

/** What the moments come from. */
const SEED = 20_241;

/** Sixteen trials. */
const GRID = ("grid --activation tanh,hard-swish --loss hinge,softmax-cross-entropy --momentum 0.9,0.5 " +
  "--learning-rate 0.1,0.03 --weight-decay 0 --hidden 8 --batch-size 30 --epochs 20 --quiet").split(" ");

/** How they are trained: with as many files as can be. */
const TRAINING = ["--checkpoint-every", "0"];

/** Kills processes at random moments, evenly spread over the time that such a process takes when it is left alone. */
class Killer {
  readonly #random: Random;
  /** The longest and the shortest time that processes took which came to their end, by their kind. */
  readonly #lives = new Map<string, readonly [number, number]>();
  /** How many were still there when they were killed. */
  count = 0;
  /** How many more may be killed now. */
  left = 0;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  /**
   * Gives a command until it has come to its end.
   *
   * @param kind What kind of process it is. The first of a kind is left alone, and its time is taken.
   */
  async insist(kind: string, args: readonly string[]): Promise<void> {
    while (true) {
      const begun = performance.now(), life = this.#lives.get(kind);
      const { send, ended } = await startExperiment(args);
      // One that finds most of the work done is shorter: between the two there are kills of both.
      const delay = life && this.left > 0 ? this.#random.uniform(0, (life[0] + life[1]) / 2) : undefined;
      const timer = delay === undefined ? undefined : setTimeout(() => send("SIGKILL"), delay);
      const { code, signal, error } = await ended;
      clearTimeout(timer);
      if (code === 75) continue; // others must come as far first
      if (signal !== "SIGKILL") {
        const time = performance.now() - begun, [most, least] = life ?? [time, time];
        this.#lives.set(kind, [Math.max(most, time), Math.min(least, time)]);
        return assertEquals([code, error], [0, error]);
      }
      this.count++;
      this.left--;
    }
  }
}

for (const [processes, halving] of CASES) {
  const title = `${halving ? "a search" : "a grid"} over ${
    processes === 1 ? "one process" : `${processes} processes`
  }`;
  Deno.test(`${title}, killed ${KILLS} times, comes to the same bytes`, () =>
    withFolder(async (folder) => {
      await writeSmallImages(`${folder}/images`);
      const grid = [...GRID, ...halving ? ["--halving"] : [], "--data-dir", `${folder}/images`, "--out"];
      assertEquals((await runExperiment([...grid, `${folder}/whole`])).code, 0);
      // Trials that are stopped when their shard is done keep their checkpoints: nobody is there to put a record in their place.
      const filesOf = async (out: string) => {
        const files = Object.entries(await studyFiles(`${out}/grid`));
        return Object.fromEntries(
          files.filter(([name]) => !halving || !/^runs\/.*(checkpoint|record)/.test(name)),
        );
      };
      const whole = await filesOf(`${folder}/whole`);

      const killer = new Killer(SEED + processes);
      let times = 0;
      for (; killer.count < KILLS; times++) {
        const out = `${folder}/${times}`;
        const parts = Array.from(
          { length: processes },
          (_, i) => processes > 1 ? ["--shard", `${i + 1}/${processes}`] : ["--jobs", String(1 + times % 2)],
        );
        killer.left = Math.min(KILLS - killer.count, KILLS_PER_GRID);
        const all = parts.map((part) => killer.insist("training", [...grid, out, ...TRAINING, ...part]));
        await Promise.allSettled(all); // of processes none may be left, whatever becomes of them
        await Promise.all(all);
        if (processes > 1) await killer.insist("merging", [...grid, out, "--merge"]);
        assertSameFiles(await filesOf(out), whole);
      }
      const seed = SEED + processes;
      console.log(`${plural(killer.count, "kill")} while it was done ${times} times, seed ${seed}`);
    }));
}
