import { assert, assertEquals, assertRejects } from "@std/assert";
import { fewDigits, namesIn, withFolder } from "../fixtures.ts";
import { identify } from "./run_identity.ts";
import { DEFAULTS } from "../study/configuration.ts";
import { HeldClaim } from "./claim.ts";
import { FolderStore } from "./folder_store.ts";
import { showModels } from "./show_models.ts";
import { checkNoLink, fromPieces, IrregularError, readRegular } from "../study/regular_file.ts";
import { makeFolder } from "./write_file.ts";
import { OutputError } from "./output_error.ts";
import { removeParts } from "./parts.ts";

/** Calls `body` with a folder of results and one elsewhere, in which is a file that must stay as it is. */
function withElsewhere(body: (folder: string, elsewhere: string) => Promise<void>): Promise<void> {
  return withFolder(async (base) => {
    const [folder, elsewhere] = [`${base}/results`, `${base}/elsewhere`];
    for (const one of [folder, elsewhere]) await Deno.mkdir(one);
    for (const name of ["mine", "mine.01234567.part"]) {
      await Deno.writeTextFile(`${elsewhere}/${name}`, "mine");
    }
    await body(folder, elsewhere);
    assertEquals(await namesIn(elsewhere), ["mine", "mine.01234567.part"]);
    assertEquals(await Deno.readTextFile(`${elsewhere}/mine`), "mine");
  });
}

const run = await identify({ name: "a", configuration: DEFAULTS }, fewDigits(), {
  logEvery: 0,
  watch: false,
  code: "1",
});

Deno.test("a regular file is read whole, also an empty one, and one that a user has named by a link", () =>
  withElsewhere(async (folder, elsewhere) => {
    await Deno.writeTextFile(`${folder}/empty`, "");
    assertEquals(await readRegular(`${folder}/empty`, 10), new Uint8Array());
    assertEquals(await readRegular(`${elsewhere}/mine`, 4), new TextEncoder().encode("mine"));
    await Deno.symlink(`${elsewhere}/mine`, `${folder}/link`);
    assertEquals((await readRegular(`${folder}/link`, 4, { follow: true })).length, 4);
    await assertRejects(() => readRegular(`${folder}/nothing`, 4), Deno.errors.NotFound);
  }));

Deno.test("a link, a folder, a device and a file of too many bytes are not read", () =>
  withElsewhere(async (folder, elsewhere) => {
    await Deno.symlink(`${elsewhere}/mine`, `${folder}/link`);
    await Deno.create(`${folder}/sparse`).then((file) => file.close());
    await Deno.truncate(`${folder}/sparse`, 5e9);
    const cases = [
      [`${folder}/link`, "it is a symbolic link"],
      [elsewhere, "it is a folder"],
      [`${folder}/sparse`, "it has 5,000,000,000 bytes, want at most 100"],
      ...Deno.build.os === "windows" ? [] : [["/dev/zero", "it is no regular file"]],
    ];
    for (const [path, reason] of cases) {
      await assertRejects(() => readRegular(path, 100), IrregularError, reason);
    }
  }));

Deno.test("a folder that is a link is not used, unless a user has named it", () =>
  withElsewhere(async (folder, elsewhere) => {
    await Deno.symlink(elsewhere, `${folder}/link`);
    for (const path of [`${folder}/link`, `${folder}/link/`]) {
      await assertRejects(() => checkNoLink(path), IrregularError, "it is a symbolic link");
      await assertRejects(() => makeFolder(path), OutputError, "it is a symbolic link");
      await assertRejects(() => removeParts(path), OutputError, "it is a symbolic link");
    }
    await makeFolder(`${folder}/link`, { follow: true });
    await checkNoLink(`${folder}/nothing`);
  }));

Deno.test("nothing is written through a link in the place of a claim", () =>
  withElsewhere(async (folder, elsewhere) => {
    const path = `${folder}/all.json`;
    await Deno.symlink(`${elsewhere}/mine`, path);
    await assertRejects(() => HeldClaim.take(folder, "all"), OutputError, "it is a symbolic link");
    await Deno.remove(path);
    await Deno.symlink(`${elsewhere}/new`, path); // to nothing: it would be made
    await assertRejects(() => HeldClaim.take(folder, "all"), OutputError, "it is a symbolic link");
    await Deno.remove(path);
    await Deno.link(`${elsewhere}/mine`, path);
    const old = new Date(0);
    await Deno.utime(path, old, old);
    await assertRejects(
      () => HeldClaim.take(folder, "all"),
      OutputError,
      "it is a hard link to another file",
    );
    await Deno.remove(path);
    await Deno.symlink(elsewhere, `${folder}/claims`);
    await assertRejects(
      () => HeldClaim.take(`${folder}/claims`, "all"),
      OutputError,
      "it is a symbolic link",
    );
  }));

Deno.test("a run is neither read, written nor removed through a link", () =>
  withElsewhere(async (folder, elsewhere) => {
    const record = { run, parameters: 1, epochs: [], steps: [], status: "diverged" as const };
    for (const link of ["runs", `runs/${run.id}`]) {
      await Deno.mkdir(`${folder}/runs`, { recursive: true });
      await Deno.remove(`${folder}/${link}`).catch(() => {});
      await Deno.symlink(elsewhere, `${folder}/${link}`);
      const store = new FolderStore(`${folder}/runs`);
      for (
        const use of [() => store.read(run), () => store.saveRecord(run, record), () => store.remove(run)]
      ) {
        await assertRejects(use, OutputError, "it is a symbolic link");
      }
      await Deno.remove(`${folder}/${link}`);
    }
    const inside = `${folder}/runs/${run.id}`;
    await Deno.mkdir(inside, { recursive: true });
    for (const name of ["record.json", "checkpoint.safetensors"]) {
      await Deno.symlink(`${elsewhere}/mine`, `${inside}/${name}`);
      await assertRejects(() => new FolderStore(`${folder}/runs`).read(run), OutputError, `${name}: it is a`);
      await Deno.remove(`${inside}/${name}`);
    }
    await Deno.symlink(elsewhere, `${folder}/models`);
    await assertRejects(
      () => showModels(folder, [run], { readModel: () => Promise.resolve(new Uint8Array(1)) }),
      OutputError,
      "it is a symbolic link",
    );
    assert(!(await namesIn(inside)).includes("run.json"));
  }));

Deno.test("a long text comes in pieces, of which no sign is cut in two", () =>
  withFolder(async (folder) => {
    const path = `${folder}/long`, text = "1" + "é".repeat(5_000_000);
    await Deno.writeTextFile(path, text);
    const pieces = await fromPieces(path, 10_000_001, (pieces) => [...pieces]);
    assert(pieces.length > 2 && pieces.join("") === text);
    await assertRejects(
      () => fromPieces(path, 10_000_000, () => {}),
      IrregularError,
      "want at most 10,000,000",
    );
    await Deno.symlink(path, `${folder}/link`);
    await assertRejects(
      () => fromPieces(`${folder}/link`, 20_000_000, () => {}),
      IrregularError,
      "symbolic link",
    );
  }));
