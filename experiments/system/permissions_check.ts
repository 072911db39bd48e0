/** What the commands may do. Run by `deno task test:system`. */
import { assert, assertEquals } from "@std/assert";
import { namesIn, withFolder } from "../fixtures.ts";
import { runExperiment, start, taskOf } from "./command.ts";
import { writeSmallImages } from "./small_images.ts";

/** What each command may do of what it has no business with: the page of `watch` is served to this machine. */
const MAY: Record<string, string[]> = {
  experiment: [],
  report: [],
  watch: ["fetch from this machine", "connect", "listen"],
};

for (const [task, may] of Object.entries(MAY)) {
  Deno.test(`deno task ${task} can't reach other hosts, programs, libraries or variables`, async () => {
    let connections = 0;
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const listening = (async () => {
      for await (const connection of listener) {
        connections++;
        connection.close();
      }
    })();
    const { flags } = await taskOf(task);
    assert(flags.includes("--no-prompt"));
    const probe = ["run", ...flags, "experiments/system/permissions_probe.ts", String(listener.addr.port)];
    const { out, error } = await start(Deno.execPath(), probe).ended;
    listener.close();
    await listening;
    const outcomes: Record<string, string> = JSON.parse(out || `"${error}"`);
    assert(Object.keys(outcomes).length > 10);
    const done = Object.keys(outcomes).filter((what) => outcomes[what] !== "NotCapable");
    assertEquals([done, connections > 0], [may, may.length > 0]);
    assertEquals(flags.some((flag) => flag.startsWith("--allow-write")), task !== "watch");
  });
}

Deno.test("deno task experiment and deno task report do their work with nothing but that", () =>
  withFolder(async (folder) => {
    await writeSmallImages(`${folder}/images`);
    const options = [
      "--hidden",
      "8",
      "--epochs",
      "2",
      "--data-dir",
      `${folder}/images`,
      "--out",
      `${folder}/results`,
    ];
    // In this thread, in workers, and in parts that are merged.
    for (
      const more of [
        ["--jobs", "1"],
        ["--jobs", "2", "--fresh"],
        ["--shard", "1/1", "--fresh"],
        ["--merge"],
        ["--status"],
      ]
    ) {
      const { code, error } = await runExperiment(["activation", ...options, ...more]);
      assertEquals(code, 0, error);
    }
    const { flags, program } = await taskOf("report");
    const { code, error } = await start(Deno.execPath(), ["run", ...flags, program, `${folder}/results`])
      .ended;
    assertEquals(code, 0, error);
    assertEquals(await namesIn(`${folder}/results`), ["activation", "report.html", "report.md"]);
  }));
