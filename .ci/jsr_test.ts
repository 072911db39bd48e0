/** What JSR asks of a package, as far as it can be told without it: `deno publish --dry-run` and `deno doc --lint` check the rest. */
import { assert, assertEquals, assertMatch } from "@std/assert";

const ROOT = new URL("../", import.meta.url);
const PACKAGES = ["core", "layers", "losses", "optim", "data"];

const read = (path: string) => Deno.readTextFile(new URL(path, ROOT));

Deno.test("JSR: every package has a README that shows how it is used, with links that work there", async () => {
  for (const name of PACKAGES) {
    const readme = await read(`${name}/README.md`);
    assertMatch(readme, new RegExp(`^# @chainrule/${name}\n\n\\w`));
    assertMatch(readme, /^```ts\b/m, name);
    assertMatch(readme, new RegExp(`^deno add .*jsr:@chainrule/${name}\\b`, "m"));
    // JSR takes a path to begin at the root of the repository, so it can't work there and here.
    const links = Array.from(readme.matchAll(/\]\(([^)]+)\)/g), ([, link]) => link);
    assertEquals(links.filter((link) => !/^(https:\/\/|#)/.test(link)), [], name);
  }
});

Deno.test("JSR: every entrypoint has a description of the module; all packages have one version and a licence", async () => {
  const versions = new Set<string>();
  for (const name of PACKAGES) {
    const config = JSON.parse(await read(`${name}/deno.json`));
    assertEquals([config.name, config.license], [`@chainrule/${name}`, "MIT"]);
    versions.add(config.version);
    const entrypoints = typeof config.exports === "string" ? [config.exports] : Object.values(config.exports);
    for (const path of entrypoints) {
      const [, doc] = (await read(`${name}/${path}`)).match(/^\/\*\*\n \* ([^]*?)\*\//) ?? [];
      assert(doc?.includes("@module"), `${name}/${path}`);
    }
  }
  assertEquals(versions.size, 1, `${[...versions]}`);
  const changes = await read("CHANGELOG.md");
  assert(changes.includes(`\n## ${[...versions][0]}`), "the changelog has the version");
});

/** The public functions and classes of a module, each with the comment before it. */
async function publicComments(path: string): Promise<{ name: string; comment: string }[]> {
  const found: { name: string; comment: string }[] = [], source = await read(path);
  for (const [, names, from] of source.matchAll(/^export (\*|\{[^}]*\}) from "(\..*)";$/gm)) {
    const module = await read(new URL(from, `file:///${path}`).pathname.slice(1));
    const commented = /(\/\*\*(?:(?!\*\/)[^])*\*\/\n)?export (?:async )?(?:function\*?|class) (\w+)/g;
    for (const [, comment = "", name] of module.matchAll(commented)) {
      if (names === "*" || new RegExp(`\\b${name}\\b`).test(names)) found.push({ name, comment });
    }
  }
  return found;
}

Deno.test("JSR: every public function and class has an example, which runs as a test", async () => {
  const entrypoints = [...PACKAGES.map((name) => `${name}/mod.ts`), "core/testing.ts", "core/native.ts"];
  const all = (await Promise.all(entrypoints.map(publicComments))).flat();
  assert(all.length > 100, `${all.length} found`);
  const without = all.filter(({ comment }) => !/^ \* ```ts\n[^]*^ \* ```$/m.test(comment));
  assertEquals(without.map(({ name }) => name), []);
});

Deno.test("JSR: there is a description of each package for its settings, of at most 250 characters", async () => {
  const contributing = await read("CONTRIBUTING.md");
  for (const name of PACKAGES) {
    const [, description] = contributing.match(new RegExp(`^\\| \`${name}\` +\\| (.+?) +\\|`, "m")) ?? [];
    assert(description && description.length <= 250, name);
  }
});
