/** Whole commands, from words to files. Run by `deno task test:system`. */
import { assert, assertEquals } from "@std/assert";
import { namesIn, recordingIo, withFolder } from "../fixtures.ts";
import { main } from "../main.ts";
import { writeSmallImages } from "./small_images.ts";

/** Few images of 12 × 12 pixels. */
const images = await Deno.makeTempDir();
await writeSmallImages(images);
Deno.test.afterAll(() => Deno.remove(images, { recursive: true }));

const small = ["--data-dir", images, "--hidden", "8", "--batch-size", "20"];

/** One epoch of them. */
const quick = [...small, "--epochs", "1"];

Deno.test("a second training with other settings says what it replaces and how to keep both", () =>
  withFolder(async (folder) => {
    const run = async (...more: string[]) => {
      const io = recordingIo();
      assertEquals(await main(["train", ...quick, ...more, "--out", folder], io), 0, io.errorText);
      return io.errorText.match(/^Replacing.*$/m)?.[0];
    };
    assertEquals(await run(), undefined);
    assertEquals(await run(), undefined, "the same again");
    assertEquals(
      await run("--momentum", "0"),
      `Replacing tables and plots of deno task experiment train ${quick.join(" ")}, ` +
        `in the same folder: --name another keeps both (${folder}/another)`,
    );
    assertEquals(await run("--name", "wide", "--momentum", "0.5"), undefined);
    assertEquals(await namesIn(folder), ["train", "wide"]);
    assert((await namesIn(`${folder}/wide`)).includes("runs.csv"));
    // What grows keeps all that was there.
    assertEquals(await run("--momentum", "0", "--seeds", "2"), undefined);
  }));
