import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { namesIn, withFolder } from "../../fixtures.ts";
import { recordingIo } from "../fixtures.ts";
import { main } from "../../main.ts";

const FINDINGS = new URL("../../findings/", import.meta.url);

/** Copies the committed files of studies, without their plots. */
async function copyFindings(studies: readonly string[], to: string): Promise<void> {
  for (const study of studies) {
    await Deno.mkdir(`${to}/${study}`);
    for (const name of await namesIn(new URL(study, FINDINGS).pathname)) {
      if (name.endsWith(".svg") || name === "inspection") continue;
      await Deno.copyFile(new URL(`${study}/${name}`, FINDINGS), `${to}/${study}/${name}`);
    }
  }
}

/** All files of a study but its plots, by their names. */
async function textsIn(folder: string): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const name of await namesIn(folder)) {
    if (!name.endsWith(".svg")) texts[name] = await Deno.readTextFile(`${folder}/${name}`);
  }
  return texts;
}

const plotsIn = async (folder: string) => (await namesIn(folder)).filter((name) => name.endsWith(".svg"));

Deno.test("--redraw writes the tables of a study byte for byte, and the plots that it had", () =>
  withFolder(async (folder) => {
    await copyFindings(["loss", "grid"], folder);
    const before = await textsIn(`${folder}/loss`), io = recordingIo();
    assertEquals(await main(["--redraw", "--out", folder], io), 0, io.errorText);
    assertEquals(await textsIn(`${folder}/loss`), before);
    assertEquals(await plotsIn(`${folder}/loss`), await plotsIn(new URL("loss", FINDINGS).pathname));
    assertEquals(await plotsIn(`${folder}/grid`), []);
    assertMatch(io.outText, /^hinge +0\.9\d{3} /m);
    assertStringIncludes(io.outText, `  ${folder}/loss/training_loss.svg\n`);
  }));

Deno.test("--redraw --untimed leaves out the seconds of training, and what is drawn of them", () =>
  withFolder(async (folder) => {
    await copyFindings(["loss"], folder);
    const before = await textsIn(`${folder}/loss`);
    await Deno.writeTextFile(`${folder}/loss/time_accuracy.svg`, "of before");
    assertEquals(await main(["loss", "--redraw", "--untimed", "--out", folder], recordingIo()), 0);
    const left = await textsIn(`${folder}/loss`);
    assertMatch(left["epochs.csv"], /seconds\n(.*,\n)+$/);
    assertMatch(left["runs.csv"], /train_seconds\n(.*,\n)+$/);
    assertMatch(left["summary.csv"], /(.*,,,,\n)+$/);
    assert(!/ s\b/.test(left["conclusion.txt"]), left["conclusion.txt"]);
    assertEquals(left["comparisons.csv"], before["comparisons.csv"]);
    assertEquals((await plotsIn(`${folder}/loss`)).includes("time_accuracy.svg"), false);
    // What was left out does not come back.
    assertEquals(await main(["loss", "--redraw", "--out", folder], recordingIo()), 0);
    assertEquals(await textsIn(`${folder}/loss`), left);
  }));

Deno.test("all --redraw takes the studies that are there", () =>
  withFolder(async (folder) => {
    await copyFindings(["activation", "mixed"], folder);
    await Deno.mkdir(`${folder}/matrix`);
    const before = await textsIn(`${folder}/mixed`), io = recordingIo();
    assertEquals(await main(["all", "--redraw", "--out", folder], io), 0, io.errorText);
    assertEquals([...io.outText.matchAll(/^(\w+): /gm)].map(([, name]) => name), ["activation", "mixed"]);
    assertEquals(await textsIn(`${folder}/mixed`), before);
    assertEquals(await namesIn(`${folder}/matrix`), []);
  }));

Deno.test("all --redraw takes what --name has named, and nothing else that is there", () =>
  withFolder(async (folder) => {
    await copyFindings(["mixed", "activation"], folder);
    await Deno.rename(`${folder}/mixed`, `${folder}/mine`);
    await Deno.writeTextFile(`${folder}/report.html`, "");
    await Deno.mkdir(`${folder}/other`);
    await Deno.writeTextFile(`${folder}/other/config.json`, "{}");
    const io = recordingIo();
    assertEquals(await main(["all", "--redraw", "--out", folder], io), 0, io.errorText);
    assertEquals([...io.outText.matchAll(/^(\w+): /gm)].map(([, name]) => name), ["activation", "mine"]);
    assert((await plotsIn(`${folder}/mine`)).length > 0);
  }));

Deno.test("--redraw of what is not there gets one line, code 1, and nothing is written", () =>
  withFolder(async (folder) => {
    for (const study of ["loss", "all"]) {
      const io = recordingIo();
      assertEquals(await main([study, "--redraw", "--out", `${folder}/none`], io), 1);
      assertMatch(io.errorText, /^Cannot redraw [^\n]+\n$/);
      assertEquals(io.outText, "");
    }
    assertEquals(await namesIn(folder), []);
  }));
