/** Programs of several machines on one folder, killed at random moments. Run by `deno task test:system`. */
import { Random } from "@chainrule/core";
import { assert, assertEquals } from "@std/assert";
import { namesIn, withFolder } from "../fixtures.ts";
import { experimentCommand, runExperiment, start } from "./command.ts";
import { writeSmallImages } from "./small_images.ts";
import { assertSameFiles, recordsIn, studyFiles } from "./study_files.ts";

/** How long it goes on, in seconds, and with how many programs at a time. */
const SECONDS = Number(Deno.env.get("HOSTS_SECONDS") ?? 8),
  PROGRAMS = Number(Deno.env.get("HOSTS_PROGRAMS") ?? 3);

const SEED = 20_246;

/** Six runs, in two shards: more programs than shards, so that some always want what another one has. */
const STUDY =
    ("loss --loss hinge,kl-div,focal --seeds 2 --hidden 8 --batch-size 30 --epochs 200 --log-every 5 --quiet")
      .split(" "),
  SHARDS = 2;

/** A machine whose clock is wrong by so many seconds, on a disk that may have no locks. All have the same name. */
function machine(skew: number, locks: boolean): string {
  return `const { now } = Date;
Date.now = () => now() + ${1000 * skew};
Deno.hostname = () => "machine";
${
    locks
      ? ""
      : `Deno.FsFile.prototype.lock = Deno.FsFile.prototype.tryLock = () => Promise.reject(new Error("no locks"));`
  }
`;
}

/** Waits until a program is at work. */
async function untilClaimed(folder: string, pid: number, end: number): Promise<void> {
  while (performance.now() < end) {
    for (const name of await namesIn(folder)) {
      const text = await Deno.readTextFile(`${folder}/${name}`).catch(() => "");
      if (text.includes(`"pid":${pid},`)) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Lets the claims of programs that were killed become old: a minute passes for them. */
async function age(folder: string, pid: number): Promise<void> {
  for (const name of await namesIn(folder)) {
    const path = `${folder}/${name}`, text = await Deno.readTextFile(path).catch(() => "");
    if (text.includes(`"pid":${pid},`)) await Deno.utime(path, new Date(0), new Date(0)).catch(() => {});
  }
}

/** What a run has left, without what somebody was just writing. */
async function runsIn(out: string): Promise<Record<string, string>> {
  const files = Object.entries(await studyFiles(`${out}/loss`));
  return Object.fromEntries(files.filter(([name]) => !/\.part$|^claims\//.test(name)));
}

for (const locks of [true, false]) {
  const title = locks ? "a disk with locks" : "a disk without locks";
  Deno.test(`${PROGRAMS} machines with clocks an hour apart on ${title}, killed for ${SECONDS} s: nothing is lost`, () =>
    withFolder(async (folder) => {
      await writeSmallImages(`${folder}/images`);
      const study = [...STUDY, "--data-dir", `${folder}/images`, "--out"], random = new Random(SEED);
      assertEquals((await runExperiment([...study, `${folder}/whole`])).code, 0);
      const whole = await runsIn(`${folder}/whole`);

      const [program, words] = await experimentCommand([]), end = performance.now() + 1000 * SECONDS;
      const known = new Map<string, string>();
      let kills = 0, refusals = 0, round = 0, finished = 0;
      const out = () => `${folder}/round-${round}`;
      const remember = async (into: string) => {
        for (const [name, record] of Object.entries(await recordsIn(`${into}/loss`))) {
          const key = `${into}/${name}`, before = known.get(key) ?? record;
          assertEquals(record, before, `${key} was written anew`);
          known.set(key, record);
        }
      };
      /** Gives the command of a shard once, and kills it after a while unless that is infinite. */
      const give = async (into: string, of: number, delay: number): Promise<number> => {
        const preload = `${folder}/machine-${of}.ts`, shard = 1 + of % SHARDS;
        await Deno.writeTextFile(preload, machine(3600 * (of - 1), locks));
        const command = [...words.slice(0, 1), "--preload", preload, ...words.slice(1), ...study, into];
        const more = [
          "--shard",
          `${shard}/${SHARDS}`,
          "--checkpoint-every",
          "0.02",
          "--jobs",
          "1",
          "--threads",
          "1",
        ];
        const { pid, ended, send } = start(program, [...command, ...more]);
        let timer: ReturnType<typeof setTimeout> | undefined;
        if (delay !== Infinity) {
          // Most are killed while they train, some before that.
          if (random.uniform() < 0.8) {
            await Promise.race([ended, untilClaimed(`${into}/loss/claims`, pid, end + 60_000)]);
          }
          timer = setTimeout(() => send("SIGKILL"), delay);
        }
        const { code, signal, error } = await ended;
        clearTimeout(timer);
        if (signal === "SIGKILL") {
          kills++;
          await age(`${into}/loss/claims`, pid);
        } else {
          assert(code === 0 || code === 75 && error.startsWith("Cannot work in "), `code ${code}: ${error}`);
          assert(!/damaged|^ +at /m.test(error), error);
          if (code === 75) refusals++;
        }
        await remember(into);
        return signal === "SIGKILL" ? -1 : code;
      };
      const finish = async (into: string) => {
        for (let of = 0; of < SHARDS; of++) {
          // Nobody is there any more, and what anybody left is old.
          for (const name of await namesIn(`${into}/loss/claims`)) {
            await Deno.remove(`${into}/loss/claims/${name}`);
          }
          assertEquals(await give(into, of, Infinity), 0);
        }
        assertEquals((await runExperiment([...study, into, "--merge"])).code, 0);
        assertSameFiles(await runsIn(into), whole);
        await Deno.remove(into, { recursive: true });
      };
      while (performance.now() < end) {
        const into = out(), left = new Set(Array.from({ length: SHARDS }, (_, i) => i));
        const work = async (of: number) => {
          while (left.size > 0 && performance.now() < end) {
            if (await give(into, of, random.uniform(0, 3000)) === 0) left.delete(of % SHARDS);
          }
        };
        const all = Array.from({ length: PROGRAMS }, (_, of) => work(of));
        await Promise.allSettled(all); // none may be left behind
        await Promise.all(all);
        await finish(into);
        finished++;
        round++;
      }
      assert(kills > 0);
      console.log(
        `${kills} kills, ${refusals} times another was at work, ${known.size} records kept, the study done ${finished} times, seed ${SEED}`,
      );
    }));
}
