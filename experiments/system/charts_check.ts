/** Every chart on paper, twice. */
import { assert, assertEquals } from "@std/assert";
import { chartsOf } from "../charts/charts_of.ts";
import { combined, exponentials, losses, overflow, search } from "../charts/sample_records.ts";
import { plots } from "../charts/svg.ts";

const ALWAYS = ["training_loss", "testing_accuracy", "accuracy_bars", "loss_bars", "time_accuracy"];

Deno.test("every chart is a file on a page's width, in colours of paper, the same bytes each time", async () => {
  for (const record of [losses, combined, search, overflow, exponentials]) {
    const drawn = await plots(record);
    assertEquals(await plots(record), drawn);
    const ids = new Set([...ALWAYS, ...chartsOf(record).map(({ id }) => id)]);
    assertEquals(Object.keys(drawn).sort(), [...ids].map((id) => `${id}.svg`).sort());
    for (const [name, svg] of Object.entries(drawn)) {
      assert(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"') && svg.endsWith("</svg>\n"), name);
      assert(!/NaN|undefined|Infinity|var\(|\[object/.test(svg), name);
      assertEquals(svg.match(/ width="(\d+)" height="\d+" viewBox="0 0 \1 /)?.[1], "830", name);
      assert(svg.includes('fill="#ffffff"'), name);
      const clips = [...svg.matchAll(/id="(clip\d+)"/g)].map(([, id]) => id);
      assertEquals(clips, clips.map((_, i) => `clip${i + 1}`), name);
    }
  }
});
