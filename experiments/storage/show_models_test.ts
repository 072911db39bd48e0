import { assertEquals } from "@std/assert";
import { fewDigits, namesIn, withFolder } from "../fixtures.ts";
import { DEFAULTS } from "../study/configuration.ts";
import { prepare } from "../training/train.ts";
import { encodeModel } from "./model_file.ts";
import { identify } from "./run_identity.ts";
import { showModels } from "./show_models.ts";

Deno.test("networks are shown under the names of their runs: those of others go, and what is no network stays", () =>
  withFolder(async (folder) => {
    const data = fewDigits(), about = { logEvery: 0, watch: false, code: "1" };
    const [first, second] = await Promise.all([1, 2].map(async (seed) => {
      const configuration = { ...DEFAULTS, hidden: [4], seed }, { model } = prepare(configuration, data);
      const run = await identify({ name: "a/b", configuration }, data, about);
      return { run, bytes: encodeModel(model, run, data) };
    }));
    const models = `${folder}/models`, path = `${models}/a_b.safetensors`;
    for (const { run, bytes } of [first, second]) {
      assertEquals(await showModels(folder, [run], { readModel: () => Promise.resolve(bytes) }), [path]);
      assertEquals(await Deno.readFile(path), bytes);
    }
    await Deno.writeTextFile(`${models}/notes.txt`, "mine");
    await Deno.writeFile(`${models}/old.safetensors`, first.bytes);
    await showModels(folder, [second.run], { readModel: () => Promise.resolve(second.bytes) });
    assertEquals(await namesIn(models), ["a_b.safetensors", "notes.txt"]);
  }));
