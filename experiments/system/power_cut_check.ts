/** The power is cut at any call to the disk. Run by `deno task test:system`. */
import { Random } from "@chainrule/core";
import { assert, assertEquals } from "@std/assert";
import { withFolder } from "../fixtures.ts";
import { recordingIo } from "../cli/fixtures.ts";
import { main } from "../main.ts";
import { FaultyDisk } from "./faulty_disk.ts";
import { PowerCut } from "./power_cut.ts";
import { apartFromImages, writeSmallImages } from "./small_images.ts";
import { assertSameFiles, studyFiles } from "./study_files.ts";

const STUDY =
  ("loss --loss hinge,kl-div --hidden 4 --batch-size 60 --epochs 3 --checkpoint-every 0 --log-every 2 " +
    "--jobs 1 --threads 1 --quiet").split(" ");

/** Runs, of which any call is a moment to cut the power; and tables and plots, which are written alike and take long. */
const CASES = { "a shard": [["--shard", "1/1"], 3], "a study": [[], 80] } as const;

/** How much of what nobody waited for gets to the disk: nothing, everything, or some of it, in whatever order. */
const SURVIVES = [0, 1, 0.5, 0.5];

const SEED = 20_245;

for (const [what, [words, every]] of Object.entries(CASES)) {
  Deno.test(`${what}, and the power is cut at any call: what was promised is there, nothing is damaged, the results are the same`, () =>
    withFolder(async (folder) => {
      await writeSmallImages(`${folder}/images`);
      const random = new Random(SEED);
      /** Gives the command; the disk sees the first calls of it. */
      const run = async (out: string, at = 0) => {
        let count = 0;
        const cut = new PowerCut(out);
        using disk = new FaultyDisk(out, -1, Error, (call) => void (count++ < at && cut.see(call)));
        const io = recordingIo();
        const code = await main([...STUDY, ...words, "--data-dir", `${folder}/images`, "--out", out], io);
        const warnings = apartFromImages(io.errorText).replace(
          /\nAll 2 runs of the study are finished[^\n]+\n/,
          "",
        );
        return { code, warnings, calls: disk.calls.length, cut };
      };
      const { calls } = await run(`${folder}/whole`), whole = await studyFiles(`${folder}/whole/loss`);
      assert(calls > 150, `${calls} calls`);
      let cuts = 0, kept = 0;
      for (let at = random.integer(every); at < calls; at += every) {
        const first = `${folder}/first`, out = `${folder}/after`, { cut } = await run(first, at);
        const records = Object.keys(whole).filter((name) => name.endsWith("record.json"));
        const promised = records.filter((name) => cut.isSafe(`${first}/loss/${name}`));
        const textOf = (out: string) =>
          Promise.all(promised.map((name) => Deno.readTextFile(`${out}/loss/${name}`)));
        const texts = await textOf(first);
        for (const survives of SURVIVES) {
          await cut.writeRest(out, random, survives);
          assertEquals(await textOf(out), texts);
          const { code, warnings } = await run(out);
          assertEquals([code, warnings], [0, ""], `call ${at}`);
          assertEquals(await textOf(out), texts);
          assertSameFiles(await studyFiles(`${out}/loss`), whole);
          await Deno.remove(out, { recursive: true });
          cuts++;
          kept += promised.length;
        }
        await Deno.remove(first, { recursive: true });
      }
      assert(kept > 0);
      console.log(
        `the power was cut ${cuts} times; ${kept} records were promised until then, and are there, seed ${SEED}`,
      );
    }));
}
