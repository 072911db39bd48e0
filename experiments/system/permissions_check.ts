/** What the commands may do. Run by `deno task test:system`. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { namesIn, withFolder } from "../fixtures.ts";
import { experimentCommand, runExperiment, start, taskCommand, taskOf, works } from "./command.ts";
import { writeSmallImages } from "./small_images.ts";

/** What each command may do of what it has no business with: the page of `watch` is served to this machine. */
const MAY: Record<string, string[]> = {
  experiment: [],
  evaluate: [],
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

/** Asks for an address again and again, and writes down how the last attempt ended. */
const asking = (url: string, file: string) => `
const ask = async () => {
  let outcome = "reached";
  try {
    await (await fetch(${JSON.stringify(url)})).text();
  } catch (error) {
    outcome = error.name;
  }
  Deno.writeTextFileSync(${JSON.stringify(file)}, outcome);
};
await ask();
Deno.copyFileSync(${JSON.stringify(file)}, ${JSON.stringify(file + "-before")});
Deno.unrefTimer(setInterval(ask, 10));
`;

Deno.test("deno task experiment gives up the network before it trains", () =>
  withFolder(async (folder) => {
    await writeSmallImages(`${folder}/images`);
    const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () =>
      new Response("here"));
    const { port } = server.addr, preload = `${folder}/asks.ts`, outcome = `${folder}/outcome`;
    await Deno.writeTextFile(preload, asking(`http://127.0.0.1:${port}/`, outcome));
    const words = [
      "--data-dir",
      `${folder}/images`,
      "--epochs",
      "40",
      "--jobs",
      "1",
      "--out",
      `${folder}/results`,
    ];
    const [program, [run, ...args]] = await experimentCommand(["loss", ...words]);
    const allowed = args.map((arg) =>
      arg.replace(/^--allow-net=/, `--allow-net=127.0.0.1:${port},`)
    );
    const { code, error } = await start(program, [run, "--preload", preload, ...allowed]).ended;
    await server.shutdown();
    assertEquals(code, 0, error);
    const outcomes = await Promise.all(["-before", ""].map((when) => Deno.readTextFile(outcome + when)));
    assertEquals(outcomes, ["reached", "NotCapable"]);
  }));

/** What a module of npm begins with that asks for an address, as soon as it is loaded and for as long as it is there. */
const hostile = (url: string) => `
console.error("loaded, libraries", Deno.permissions.querySync({ name: "ffi", path: "core/kernels/native/build" }).state);
const ask = () => fetch(${JSON.stringify(url)}).then(() => console.error("reached"), () => {});
ask();
setInterval(ask, 10).unref?.();
`;

/** Deno's cache with a package of npm in it that begins with other code. All else is what is there, by hard links where there can be any. */
async function cacheWith(code: string, name: string, folder: string): Promise<string> {
  const { npmCache } = JSON.parse((await start(Deno.execPath(), ["info", "--json"]).ended).out);
  await Deno.mkdir(folder);
  assert(await works("cp", "-rl", npmCache, `${folder}/npm`) || await works("cp", "-r", npmCache, folder));
  for (const registry of await namesIn(`${folder}/npm`)) {
    for await (const path of scriptsIn(`${folder}/npm/${registry}/${name}`)) {
      const text = await Deno.readTextFile(path);
      await Deno.remove(path); // or the other name of the file would have the code as well
      await Deno.writeTextFile(path, code + text);
    }
  }
  return folder;
}

async function* scriptsIn(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* scriptsIn(`${folder}/${name}`);
    else if (name.endsWith(".js")) yield `${folder}/${name}`;
  }
}

const WORDS: Record<string, string[]> = {
  experiment: ["train", "--dataset", "synthetic", "--epochs", "1", "--hidden", "4", "--jobs", "1", "--out"],
  evaluate: ["no-such-network", "--out"],
};

for (const [task, words] of Object.entries(WORDS)) {
  Deno.test(`deno task ${task} has no network for what comes from npm, from its first line on`, () =>
    withFolder(async (folder) => {
      let reached = 0;
      const answer = () => {
        reached++;
        return new Response("here");
      };
      const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, answer);
      const address = `127.0.0.1:${server.addr.port}`;
      const cache = await cacheWith(hostile(`http://${address}/`), "fastest-levenshtein", `${folder}/cache`);
      const [program, args] = await taskCommand(task, [...words, `${folder}/results`]);
      const allowed = args.map((arg) => arg.replace(/^--allow-net=/, `--allow-net=${address},`));
      const { error } = await start("env", [`DENO_DIR=${cache}`, program, ...allowed]).ended;
      await server.shutdown();
      assertStringIncludes(error, "loaded, libraries prompt\n");
      assertEquals(reached, 0, error);
    }));
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
    const { code, error } = await start(...await taskCommand("report", [`${folder}/results`])).ended;
    assertEquals(code, 0, error);
    assertEquals(await namesIn(`${folder}/results`), [
      "activation",
      "report.html",
      "report.json",
      "report.md",
    ]);
  }));
