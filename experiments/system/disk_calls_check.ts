/** Disks that fail at any call. Run by `deno task test:system`. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { withFolder } from "../fixtures.ts";
import { recordingIo } from "../cli/fixtures.ts";
import { main } from "../main.ts";
import { apartFromImages, writeSmallImages } from "./small_images.ts";
import { assertSameFiles, recordsIn, studyFiles } from "./study_files.ts";
import { FaultyDisk } from "./faulty_disk.ts";

/** What operating systems say, as Deno passes it on. */
const FAULTS = [
  () => new Error("No space left on device (os error 28)"),
  () => new Deno.errors.PermissionDenied("Permission denied (os error 13)"),
  () => new Error("Read-only file system (os error 30)"),
  () => new Deno.errors.NotFound("No such file or directory (os error 2)"),
  () => new Error("Input/output error (os error 5)"),
];

const TRAINING =
  "--hidden 4 --batch-size 60 --epochs 2 --checkpoint-every 0 --log-every 2 --jobs 1 --threads 1 --quiet"
    .split(" ");

/** A study of two runs. */
const STUDY = ["loss", "--loss", "hinge,kl-div", ...TRAINING];

/** One of a single run, and with a single plot: it takes a fifth of the time, most of which goes into plots. */
const SMALL = ["range", ...TRAINING];

/**
 * The calls whose failure is no harm: to lock, and to give locks up, which not every file system can; for claims, which only save others time; to remove what nobody looks at; to have a folder
 * written to the disk, which not every system can. And the calls that take what is not there for what never was.
 */
const HARMLESS = /^(lock|tryLock|unlock) |\/claims\/|^remove \S+\.part$|^(open|sync) \S+\/$/,
  ABSENT = /^(mkdir|readFile|readDir|lstat|open|remove|rename) /;

/** What may be left after a fault, and is removed by whoever comes next. */
const LEFT_OVER = /\.part$|^claims\/|checkpoint/;

/** Has calls of a study to the disk fail, one by one. */
async function failEach(
  study: readonly string[],
  chosen: (call: string, at: number) => boolean,
): Promise<void> {
  await withFolder(async (folder) => {
    await writeSmallImages(`${folder}/images`);
    /** Gives the command, on a disk that fails at a call. */
    const run = async (out: string, at = -1) => {
      const io = recordingIo();
      using disk = new FaultyDisk(out, at, FAULTS[Math.max(at, 0) % FAULTS.length]);
      const code = await main([...study, "--data-dir", `${folder}/images`, "--out", out], io);
      return { code, error: apartFromImages(io.errorText), calls: disk.calls };
    };
    const { calls } = await run(`${folder}/whole`);
    const [name] = study, whole = await studyFiles(`${folder}/whole/${name}`);

    assert(
      new Set(calls.map((call) => call.split(" ")[0])).size > 10 && calls.length > 100,
      `${calls.length} calls`,
    );
    for (const at of calls.keys()) {
      if (!chosen(calls[at], at)) continue;
      const out = `${folder}/${at}`;
      const { code, error, calls: made } = await run(out, at), failed = made[at];
      if (code === 0) {
        // Of what is written about each second there may be less this time.
        assert(failed === undefined || HARMLESS.test(failed) || ABSENT.test(failed), failed);
        const found = Object.entries(await studyFiles(`${out}/${name}`)).filter(([file]) =>
          !LEFT_OVER.test(file)
        );
        assertSameFiles(Object.fromEntries(found), whole);
      } else {
        assertEquals(code, 1, failed);
        const what = "(write|write to the folder|read|read the folder|replace) \\S+: ";
        const why = "(no space left on|permission denied|read-only|no such file|input/output error)";
        assertMatch(error, new RegExp(`^Cannot ${what}${why}[^\\n]*\\n$`), failed);
        const before = await recordsIn(`${out}/${name}`);
        assertEquals((await run(out)).code, 0);
        const after = await recordsIn(`${out}/${name}`);
        for (const [run, record] of Object.entries(before)) assertEquals(after[run], record, failed);
        assertSameFiles(await studyFiles(`${out}/${name}`), whole);
      }
      await Deno.remove(out, { recursive: true }).catch(() => {});
    }
  });
}

/** Whether a call is for runs or claims; those for tables and plots are all written alike. */
const ofRuns = (call: string) => /\/(runs|claims)\b/.test(call);

Deno.test("whichever call to the disk fails: one line, code 1, and what was finished stays", () =>
  failEach(SMALL, (call, at) => ofRuns(call) || at % 3 === 0));

Deno.test("the same of a study of several runs: every second call for runs, and some of the others", () =>
  failEach(STUDY, (call, at) => at % (ofRuns(call) ? 2 : 7) === 0));

Deno.test("a file where a folder should be, or a folder where a file should be: one line, code 1", () =>
  withFolder(async (folder) => {
    await writeSmallImages(`${folder}/images`);
    const command = (out: string) => [...STUDY, "--data-dir", `${folder}/images`, "--out", out];
    assertEquals(await main(command(`${folder}/whole`), recordingIo()), 0);
    const whole = await studyFiles(`${folder}/whole/loss`);
    const [run] = Object.keys(whole).filter((name) => name.endsWith("record.json")).map((name) =>
      name.split("/")[1]
    );
    const cases = [
      "",
      "/loss",
      "/loss/claims",
      "/loss/runs",
      `/loss/runs/${run}`,
      "/loss/epochs.csv/x",
      "/loss/conclusion.txt/x",
      "/loss/claims/all.json/x",
      `/loss/runs/${run}/record.json/x`,
      `/loss/runs/${run}/run.json/x`,
      `/loss/runs/${run}/checkpoint-before.safetensors/x`,
    ];
    for (const [i, place] of cases.entries()) {
      const out = `${folder}/${i}`, path = out + place, io = recordingIo();
      await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
      await Deno.writeTextFile(path, "mine");
      assertEquals(await main(command(out), io), 1, place);
      assertMatch(
        apartFromImages(io.errorText),
        /^Cannot (write|write to the folder|read|replace) \S+: [^\n]+\n$/,
      );
      assertEquals(await Deno.readTextFile(path), "mine");
      await Deno.remove(path);
      if (place.endsWith("/x")) await Deno.remove(path.slice(0, -2));
      assertEquals(await main(command(out), recordingIo()), 0, place);
      assertSameFiles(await studyFiles(`${out}/loss`), whole);
    }
  }));
