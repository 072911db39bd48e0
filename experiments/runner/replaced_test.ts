import { assertEquals } from "@std/assert";
import { fewDigits, withFolder } from "../fixtures.ts";
import { studies } from "../studies/mod.ts";
import type { LossName } from "../study/choices.ts";
import { runsOf } from "../study/study.ts";
import { layOut } from "./lay_out.ts";
import { replaced } from "./replaced.ts";

const data = fewDigits();
const configured = async (loss: LossName[], { checksum = data.checksum, command = "" } = {}) => {
  const runs = runsOf(studies.loss, { varied: { loss } });
  return (await layOut(studies.loss, { runs, command, data: { ...data, checksum } })).configuration;
};

Deno.test("results are replaced unless all of their runs are among the new ones, of the same images", () =>
  withFolder(async (folder) => {
    const path = `${folder}/config.json`, asked = await configured(["hinge", "focal"]);
    assertEquals(await replaced(folder, asked), undefined);
    const old = JSON.parse(asked), [{ configuration }] = old.runs;
    old.runs[0].configuration = Object.fromEntries(Object.entries(configuration).toReversed());
    for (const text of [asked, JSON.stringify(old), await configured(["hinge"])]) {
      await Deno.writeTextFile(path, text);
      assertEquals(await replaced(folder, asked), undefined);
    }
    const command = "earlier";
    for (
      const text of [
        await configured(["hinge", "kl-div"], { command }),
        await configured(["hinge", "focal"], { command, checksum: "4567" }),
      ]
    ) {
      await Deno.writeTextFile(path, text);
      assertEquals(await replaced(folder, asked), { command });
    }
    await Deno.writeTextFile(path, "{ damaged");
    assertEquals(await replaced(folder, asked), { command: undefined });
  }));
