/** A project of somebody who uses the packages: they lie in it packed, as npm has them.
 * @module
 */

const ROOT = new URL("../../", import.meta.url);
const PACKAGES = ["core", "layers", "losses", "optim", "data"];

/** What they need of the standard library, which npm has from JSR. */
const STANDARD = ["csv"];

/** Runs a program. Returns what it printed. */
export async function run(command: string, args: string[], cwd: string | URL): Promise<string> {
  const child = new Deno.Command(command, { args, cwd, env: { NO_COLOR: "1" } });
  const { success, code, stdout, stderr } = await child.output();
  if (success) return new TextDecoder().decode(stdout);
  throw new Error(
    `Cannot run ${command} ${args.join(" ")}: exit code ${code}\n${new TextDecoder().decode(stderr)}`,
  );
}

/** Runs Deno. */
export function deno(args: string[], cwd: string | URL): Promise<string> {
  return run(Deno.execPath(), args, cwd);
}

/** A project in a folder of its own. */
export interface Project {
  /** The folder. */
  readonly folder: string;
  /** The folder with the small dataset. */
  readonly small: string;
  /** Removes it all. */
  remove(): Promise<void>;
}

/** Makes the project, with `training.ts` in it. */
export async function makeProject(): Promise<Project> {
  const folder = await Deno.makeTempDir({ prefix: "chainrule_project_" }), small = `${folder}/small`;
  for (const name of PACKAGES) {
    const to = `${folder}/node_modules/@chainrule/${name}`, tarball = `${folder}/${name}.tgz`;
    await deno(["pack", "--quiet", "--allow-dirty", "--output", tarball], new URL(`${name}/`, ROOT));
    await Deno.mkdir(to, { recursive: true });
    await run("tar", ["-xzf", `${name}.tgz`, "-C", to, "--strip-components=1"], folder);
  }
  for (const name of STANDARD) {
    const to = `${folder}/node_modules/@std/${name}`;
    await deno(["bundle", "--quiet", `std/${name}/mod.ts`, "--output", `${to}/mod.js`], ROOT);
    await Deno.writeTextFile(`${to}/package.json`, `{ "type": "module", "main": "mod.js" }\n`);
  }
  await Deno.writeTextFile(`${folder}/package.json`, `{ "type": "module" }\n`);
  await Deno.copyFile(new URL("training.ts", import.meta.url), `${folder}/training.ts`);
  await Deno.mkdir(small);
  for (const [name, bytes] of Object.entries(smallDataset())) {
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
    await Deno.writeFile(`${small}/${name}.gz`, stream);
  }
  return { folder, small, remove: () => Deno.remove(folder, { recursive: true }) };
}

/** Six images to train on and three to test on, of 5 × 4 pixels. */
function smallDataset(): Record<string, Uint8Array<ArrayBuffer>> {
  const header = (type: number[]) => [0, 0, 8, type.length, ...type.flatMap((size) => [0, 0, 0, size])];
  const images = (count: number) => [
    ...header([count, 5, 4]),
    ...Array.from({ length: count * 20 }, (_, i) => i * 7 % 256),
  ];
  const labels = (classes: number[]) => [...header([classes.length]), ...classes];
  return {
    "train-images-idx3-ubyte": Uint8Array.from(images(6)),
    "train-labels-idx1-ubyte": Uint8Array.from(labels([0, 1, 2, 3, 4, 9])),
    "t10k-images-idx3-ubyte": Uint8Array.from(images(3)),
    "t10k-labels-idx1-ubyte": Uint8Array.from(labels([5, 6, 7])),
  };
}
