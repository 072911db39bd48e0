/** Disks as the operating system has them. Run by `deno task test:system`. */
import { assertEquals, assertMatch } from "@std/assert";
import { withFolder } from "../fixtures.ts";
import { experimentCommand, inShell, works } from "./command.ts";
import { recordsIn } from "./study_files.ts";
import { Subject } from "./subject.ts";

const subject = new Subject(100);
/** With so many epochs, that epochs.csv is larger than where a run can go on. */
const longer = new Subject(200);

const shell = await works("sh", "-c", "true");

Deno.test({
  name: `a limit on the size of files: one line, code 1, and what was finished stays${
    shell ? "" : " (ignored: no shell)"
  }`,
  ignore: !shell,
  fn: () =>
    withFolder(async (folder) => {
      // In blocks of 512 bytes: too small for config.json; for a checkpoint; for the record of the third run, which is longer than the others.
      const cases = [[4, "600", 0], [30, "0", 0], [217, "600", 2]] as const;
      for (const [blocks, checkpointEvery, finished] of cases) {
        const out = `${folder}/${blocks}`, words = ["--checkpoint-every", checkpointEvery];
        const command = await experimentCommand([...longer.command(out), ...words]);
        const { code, error } = await inShell(`trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`, command).ended;
        assertEquals(code, 1, error);
        assertMatch(error, new RegExp(`^Cannot write ${out}/loss/\\S+: file too large[^\\n]*\\n$`));
        assertEquals(Object.keys(await recordsIn(`${out}/loss`)).length, finished);
        await longer.assertGoesOn(out, words);
      }
    }),
});

for (const [jobs, threads] of [["24", "1"], ["4", "6"], ["1", "32"]]) {
  Deno.test({
    name:
      `128 open files, ${jobs} jobs, ${threads} threads: fewer of them, one warning, and the same results`,
    ignore: !shell,
    fn: () =>
      withFolder(async (folder) => {
        const words = [...subject.command(folder), "--jobs", jobs, "--threads", threads];
        const { code, error } = await inShell(`ulimit -n 128; exec "$@"`, await experimentCommand(words))
          .ended;
        assertEquals(code, 0, error);
        assertMatch(
          error,
          /^WARNING: \d+ (runs|threads) [^\n]+ and not \d+: more files may not be open here \(ulimit -n\)\n\n$/,
        );
        await subject.assertWhole(folder);
      }),
  });
}

/** Runs a program that may mount what nobody else sees. */
const APART = ["unshare", "--map-root-user", "--mount"];
const mounts = await works(...APART, "sh", "-c", "mount -t tmpfs tmpfs /mnt && mount -o remount,ro /mnt");
const unmounted = mounts ? "" : " (ignored: nothing can be mounted here)";

/**
 * Takes steps of a script in a file system of its own, with the command writing to it.
 *
 * @returns The exit codes of the steps, the errors, and the folders with copies of the results as they were after each step.
 */
async function onOwnDisk(folder: string, options: string, steps: readonly string[]) {
  const disk = `${folder}/disk`, copies = steps.map((_, i) => `${folder}/copy-${i}`);
  await Deno.mkdir(disk);
  const script = [
    `mount -t tmpfs -o ${options} tmpfs ${disk} || exit 99`,
    ...steps.map((step, i) =>
      `${step.replaceAll("DISK", disk)}\necho "step $?"; cp -R ${disk}/out ${copies[i]}`
    ),
  ].join("\n");
  const { out, error } = await inShell(script, await experimentCommand(subject.command(`${disk}/out`)), APART)
    .ended;
  return { codes: Array.from(out.matchAll(/^step (\d+)$/gm), ([, code]) => Number(code)), error, copies };
}

for (const [size, finished] of [[32, 0], [650, 3]]) {
  Deno.test({
    name: `a disk of ${size} KiB: one line, code 1, and with more space it goes on${unmounted}`,
    ignore: !mounts,
    fn: () =>
      withFolder(async (folder) => {
        const steps = [`"$@"`, `mount -o remount,size=16m DISK; "$@"`];
        const { codes, error, copies } = await onOwnDisk(folder, `size=${size}k`, steps);
        assertEquals(codes, [1, 0], error);
        assertMatch(error, /^Cannot write \S+: no space left on device[^\n]*\n$/);
        const [before, after] = await Promise.all(copies.map((copy) => recordsIn(`${copy}/loss`)));
        assertEquals(Object.keys(before).length, finished);
        for (const [name, record] of Object.entries(before)) assertEquals(after[name], record);
        await subject.assertWhole(copies[1]);
      }),
  });
}

Deno.test({
  name: `a disk that is read-only: one line, code 1, and what was finished stays${unmounted}`,
  ignore: !mounts,
  fn: () =>
    withFolder(async (folder) => {
      const steps = [`"$@"`, `mount -o remount,ro DISK; "$@"`, `mount -o remount,rw DISK; "$@"`];
      const { codes, error, copies } = await onOwnDisk(folder, "size=16m", steps);
      assertEquals(codes, [0, 1, 0], error);
      assertMatch(error, /^Cannot write to the folder \S+: read-only file system[^\n]*\n$/);
      const [finished, ...later] = await Promise.all(copies.map((copy) => recordsIn(`${copy}/loss`)));
      for (const records of later) assertEquals(records, finished);
      for (const copy of copies) await subject.assertWhole(copy);
    }),
});

/** Takes from a superuser the right to write anywhere. */
const POWERLESS = ("setpriv --bounding-set=-dac_override,-dac_read_search " +
  "--inh-caps=-dac_override,-dac_read_search").split(" ");

/** What has to come before a program for permissions to mean something; undefined if nothing helps. */
async function subjectToPermissions(): Promise<string[] | undefined> {
  const probe =
    'd=$(mktemp -d); chmod 555 "$d"; if (: > "$d/x") 2> /dev/null; then code=1; else code=0; fi; rm -rf "$d"; exit $code';
  for (const before of [[], POWERLESS]) {
    if (await works(...before, "sh", "-c", probe)) return before;
  }
}
const before = await subjectToPermissions();

Deno.test({
  name: `no permission: one line, code 1, and what was finished stays${
    before ? "" : " (ignored: this user may do anything)"
  }`,
  ignore: before === undefined,
  fn: () =>
    withFolder(async (folder) => {
      await subject.assertGoesOn(folder);
      for (const place of ["/loss", "/loss/claims"]) {
        await Deno.chmod(folder + place, 0o555);
        const { code, error } = await inShell(
          `exec "$@"`,
          await experimentCommand(subject.command(folder)),
          before,
        ).ended;
        await Deno.chmod(folder + place, 0o755);
        assertEquals(code, 1, error);
        assertMatch(error, /^Cannot write to the folder \S+: permission denied[^\n]*\n$/);
        await subject.assertWhole(folder);
      }
      await subject.assertGoesOn(folder);
    }),
});
