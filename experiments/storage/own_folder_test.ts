import { assertEquals, assertRejects } from "@std/assert";
import { namesIn, withFolder } from "../fixtures.ts";
import { refuseForeign } from "./own_folder.ts";
import { OutputError } from "./output_error.ts";

const FINDINGS = new URL("../findings/loss/config.json", import.meta.url);

Deno.test("a folder of something else is refused, and nothing in it changes", async () => {
  const cases: [files: Record<string, string>, found?: string][] = [
    [{}],
    [{ "config.json": await Deno.readTextFile(FINDINGS), "notes.txt": "mine" }],
    [{ "config.json": "{ damaged", "runs/0123456789abcdef/run.json": "{}", "notes.txt": "" }],
    [{ "claims/shard-1-of-2.json": "{}", "runs/0123456789abcdef/run.json": "{}" }],
    [{ "manifest.json": "{}", ".DS_Store": "", "epochs.csv.01234567.part": "" }],
    [{ "config.json": `{"model_type":"bert"}` }, "config.json"],
    [{ "config.json": `{"study":{}}`, "model.py": "" }, "config.json and 1 more"],
    [{ "runs/tensorboard/events.1": "", "train.py": "" }, "train.py"],
    [{ "epochs.csv": "run,epoch\n" }, "epochs.csv"],
    [{ "epochs.csv": "", "runs.csv": "", "iterations.csv": "" }],
  ];
  for (const [files, found] of cases) {
    await withFolder(async (folder) => {
      for (const [name, text] of Object.entries(files)) {
        await Deno.mkdir(`${folder}/${name}`.replace(/[^/]*$/, ""), { recursive: true });
        await Deno.writeTextFile(`${folder}/${name}`, text);
      }
      const before = await namesIn(folder);
      if (found === undefined) await refuseForeign(folder);
      else {await assertRejects(
          () => refuseForeign(folder),
          OutputError,
          `has ${found} and no results of a study`,
        );}
      assertEquals(await namesIn(folder), before);
    });
  }
  await refuseForeign("/nowhere/at/all");
});
