/** `deno task site`: playground, derivations, findings and API documentation as static files, with every link within them checked.
 * @module
 */
import { writeReport } from "../../report/write_report.ts";
import { derivationsHtml, playgroundHtml } from "../build/page.ts";
import { writeExcerpt } from "./excerpt.ts";
import { deadLinks, type SitePage } from "./links.ts";

const ROOT = new URL("../../../", import.meta.url);
const PACKAGES = ["core", "layers", "losses", "optim", "data"];

/** Writes the documentation of the packages. */
async function writeApi(folder: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "doc",
      "--html",
      "--name=Chainrule",
      `--output=${folder}`,
      ...PACKAGES.map((name) => `${name}/mod.ts`),
    ],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  if (!success) throw new Error(`Cannot document the packages: ${new TextDecoder().decode(stderr)}`);
}

/** The paths of all files in a folder. */
async function* filesIn(folder: string, within = ""): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(`${folder}/${within}`)) {
    if (isDirectory) yield* filesIn(folder, `${within}${name}/`);
    else yield `${within}${name}`;
  }
}

const [out = "results/site"] = Deno.args;
await Deno.mkdir(out, { recursive: true });
await Deno.writeTextFile(`${out}/index.html`, await playgroundHtml({ site: true }));
await Deno.writeTextFile(`${out}/derivations.html`, await derivationsHtml());
const findings = new URL("experiments/findings", ROOT).pathname;
await writeReport({ results: [findings], out }, {
  command: "deno task site",
  warn: ({ file, message }) => console.error(`WARNING: ${file}: ${message}`),
});
await writeApi(await Deno.realPath(out) + "/api");
const dir = Deno.env.get("MNIST_DIR");
if (dir) await writeExcerpt(dir, `${out}/mnist`);
else console.log("MNIST_DIR is not set: the site has no images of MNIST for its playground.");

const files = await Array.fromAsync(filesIn(out));
const pages = await Promise.all(
  files.filter((path) => path.endsWith(".html")).map(async (path): Promise<SitePage> => ({
    path,
    foreign: path.startsWith("api/"),
    html: await Deno.readTextFile(`${out}/${path}`),
  })),
);
const dead = deadLinks(pages, new Set(files));
for (const link of dead) console.error(`DEAD LINK: ${link}`);
console.log(`${out}: ${files.length} files, ${pages.length} pages, ${dead.length} dead links`);
Deno.exit(dead.length === 0 ? 0 : 1);
