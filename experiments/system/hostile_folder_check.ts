/** What lies in a folder of results in place of its files. Run by `deno task test:system`. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { namesIn, withFolder } from "../fixtures.ts";
import { recordingIo } from "../cli/fixtures.ts";
import { main } from "../main.ts";
import { main as report } from "../cli/report/main.ts";
import { start } from "./command.ts";
import { apartFromImages, writeSmallImages } from "./small_images.ts";

/** What never ends, or is elsewhere: made at a path. */
const OBSTACLES: Record<string, (path: string, elsewhere: string) => Promise<unknown>> = {
  "a link to a file elsewhere": (path, elsewhere) => Deno.symlink(`${elsewhere}/mine`, path),
  "a link to nothing": (path, elsewhere) => Deno.symlink(`${elsewhere}/nothing`, path),
  "a link to what never ends": (path) => Deno.symlink("/dev/zero", path),
  "a pipe": async (path) => assertEquals((await start("mkfifo", [path]).ended).code, 0),
  "5 GB": async (path) => {
    await Deno.writeTextFile(path, "");
    await Deno.truncate(path, 5e9);
  },
};

/** Programs that read the file in their way, and what they say of it. */
const SAID = /^(WARNING: |Cannot |Not finished|All 1 run of )/;

/** No command may take so long that it seems to hang, in milliseconds. */
const SOON = 30_000;

/** What is said to train. */
const TRAIN = ["--jobs", "1", "--threads", "1", "--save-models"];

const windows = Deno.build.os === "windows";

/** What is in the file elsewhere: it must stay there. */
const SECRET = "a secret of somebody\n";

/** The outcome of a command that must end soon, with lines of errors that begin as they should. */
async function outcomeOf(command: Promise<number>, io: { outText: string; errorText: string }, what: string) {
  const { promise: late, resolve } = Promise.withResolvers<string>();
  const timer = setTimeout(() => resolve("it hangs"), SOON);
  const code = await Promise.race([command, late]);
  clearTimeout(timer);
  assert(typeof code === "number", `${what}: ${code}`);
  for (const line of io.errorText.trim().split(/\n+/)) {
    if (line === "" || /^ {9}/.test(line)) continue;
    assert(SAID.test(line) || line === "The report is of what could be read.", `${what}: ${line}`);
    assert(line.length < 2200);
  }
  assert(!(io.outText + io.errorText).includes("secret"), what);
  return code;
}

/** Calls `body` with the folder of a study that is finished, and what is to be said to have it so. */
function withStudy(
  body: (folder: string, command: string[], elsewhere: string) => Promise<void>,
): Promise<void> {
  return withFolder(async (base) => {
    const elsewhere = `${base}/elsewhere`, out = `${base}/results`;
    await writeSmallImages(`${base}/images`);
    await Deno.mkdir(elsewhere);
    await Deno.writeTextFile(`${elsewhere}/mine`, SECRET);
    const command = "loss --loss hinge --hidden 2 --epochs 1".split(" ");
    command.push("--quiet", "--data-dir", `${base}/images`, "--out", out);
    assertEquals(await main([...command, "--plan"], recordingIo()), 0);
    assertEquals(await main([...command, ...TRAIN], recordingIo()), 0);
    await body(out, command, elsewhere);
    assertEquals(await Deno.readTextFile(`${elsewhere}/mine`), SECRET);
    assertEquals(await namesIn(elsewhere), ["mine"]);
  });
}

for (const [obstacle, make] of Object.entries(OBSTACLES)) {
  Deno.test({
    name:
      `${obstacle} in place of any file: each command names it or does without, soon, and nothing is touched`,
    ignore: windows,
    fn: () =>
      withStudy(async (out, command, elsewhere) => {
        const [run] = await namesIn(`${out}/loss/runs`),
          redraw = ["loss", "--redraw", "--quiet", "--out", out];
        const files = [
          ...(await namesIn(`${out}/loss`)).filter((name) => /\.(csv|json|txt)$/.test(name)),
          "claims/all.json",
          "claims/merge.json",
          `runs/${run}/record.json`,
          `runs/${run}/checkpoint.safetensors`,
          "models/hinge.safetensors",
        ];
        // Links are all alike: those to nothing and to what never ends are tried where somebody waits for a file, or would make it.
        const few = ["config.json", "manifest.json", "claims/all.json", `runs/${run}/record.json`];
        for (const file of /nothing|never/.test(obstacle) ? few : files) {
          const path = `${out}/loss/${file}`, kept = await Deno.readFile(path).catch(() => undefined);
          const again = async () => {
            await Deno.remove(path).catch(() => {});
            await make(path, elsewhere);
          };
          for (
            const [name, words, program] of [
              ["report", [out], report],
              ["--redraw", redraw, main],
              ["--status", [...command, "--status"], main],
              ["--merge", [...command, "--merge"], main],
              ["--shard", [...command, ...TRAIN, "--shard", "1/1"], main],
              ["training", [...command, ...TRAIN], main],
            ] as const
          ) {
            await again();
            const io = recordingIo();
            const code = await outcomeOf(program(words, io), io, `${name}, ${obstacle}: ${file}`);
            assert(code <= 1 || code === 75, `${name}: ${code} ${io.errorText}`);
            // Whoever can't do its work for it names it.
            if (code !== 0) {
              assert(io.errorText.includes(file.split("/").at(-1)!), `${name}: ${io.errorText}`);
            }
          }
          if (file === "conclusion.txt") {
            const page = await Deno.readTextFile(`${out}/report.html`);
            assert(!page.includes("secret"));
          }
          await Deno.remove(path).catch(() => {});
          if (kept) await Deno.writeFile(path, kept);
        }
      }),
  });
}

Deno.test({
  name: "a folder in the folder of a study that is a link elsewhere is not used, nor is that of a study",
  ignore: windows,
  fn: () =>
    withStudy(async (out, command, elsewhere) => {
      for (const folder of ["claims", "runs", "models", ""]) {
        const path = `${out}/loss/${folder}`.replace(/\/$/, "");
        await Deno.rename(path, `${out}.kept`);
        await Deno.symlink(elsewhere, path);
        const io = recordingIo();
        const code = await outcomeOf(main([...command, ...TRAIN, "--fresh"], io), io, folder);
        assertEquals(code, 1, folder);
        assertMatch(
          apartFromImages(io.errorText),
          /^Cannot (read|write to the folder) \S+: it is a symbolic link\n$/,
        );
        await Deno.remove(path);
        await Deno.rename(`${out}.kept`, path);
      }
      await Deno.rename(`${out}/loss`, `${out}/other`);
      await Deno.symlink(`${out}/other`, `${out}/loss`);
      const io = recordingIo();
      assertEquals(await outcomeOf(report([out], io), io, "report"), 0);
      assertMatch(io.errorText, /^WARNING: loss: it is a link to another folder and was left out\n/);
    }),
});

Deno.test({
  name: "a grid that never ends or has no end is refused, one that a user has named by a link is read",
  ignore: windows,
  fn: () =>
    withFolder(async (folder) => {
      const grid = `${folder}/grid.json`, named = `${folder}/named.json`;
      await Deno.writeTextFile(named, `{ "loss": ["hinge"] }`);
      for (const make of Object.values(OBSTACLES)) {
        await make(grid, folder);
        const io = recordingIo();
        assertEquals(await outcomeOf(main(["grid", "--grid", grid], io), io, "grid"), 2);
        assertMatch(io.errorText, /^Cannot use --grid "[^"]+": [^\n]+\n$/);
        await Deno.remove(grid);
      }
      await Deno.symlink(named, grid);
      const io = recordingIo();
      assertEquals(await main(["grid", "--grid", grid, "--halving", "--help"], io), 0);
    }),
});
