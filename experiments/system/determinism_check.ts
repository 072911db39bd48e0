/** The same bytes for any number of jobs and threads, and with native kernels. Run by `deno task test:system`. */
import { assertEquals } from "@std/assert";
import { hasNative, withFolder } from "../fixtures.ts";
import { recordingIo } from "../cli/fixtures.ts";
import { main } from "../main.ts";
import { writeSmallImages } from "./small_images.ts";
import { assertSameFiles, studyFiles } from "./study_files.ts";

const STUDIES: Record<string, string[]> = {
  "loss": ["--hidden", "200", "--epochs", "2", "--batch-size", "90"], // wide enough for several threads to share the work
  "grid":
    ("--hidden 8,12 --activation tanh --loss hinge --learning-rate 0.1,0.3 --batch-size 30 --momentum 0.9 " +
      "--weight-decay 0 --epochs 3 --halving").split(" "),
};

for (const [study, settings] of Object.entries(STUDIES)) {
  Deno.test(`${study}: the same bytes each time, for any number of jobs and threads, and with native kernels`, () =>
    withFolder(async (folder) => {
      await writeSmallImages(`${folder}/images`);
      const run = async (name: string, words: readonly string[]) => {
        const io = recordingIo(),
          where = ["--data-dir", `${folder}/images`, "--out", `${folder}/${name}`, "--quiet"];
        assertEquals(await main([study, ...settings, ...where, ...words], io), 0, io.errorText);
        return await studyFiles(`${folder}/${name}/${study}`);
      };
      const once = await run("once", []);
      assertSameFiles(await run("again", []), once);
      for (const jobs of ["1", "2", "4"]) {
        for (const threads of ["1", "2"]) {
          for (const native of hasNative() ? [[], ["--native"]] : [[]]) {
            const words = ["--jobs", jobs, "--threads", threads, ...native];
            assertSameFiles(await run(words.join(""), words), once);
          }
        }
      }
    }));
}
