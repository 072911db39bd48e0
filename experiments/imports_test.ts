/** Each member imports only what it may: data flows one way, and published packages depend on each other alone. */
import { assert, assertEquals } from "@std/assert";
import { ROOT, sourceFiles, specifiers } from "./source_files.ts";

interface Rule {
  /** The members that its code may import. */
  members: string[];
  /** What its tests and benchmarks may import besides. */
  inTests: string[];
}

const CORE = { members: ["@chainrule/core"], inTests: ["@chainrule/core/testing", "fast-check"] };

/** The table of packages in the README, as rules. Members that are not named here may import anything. */
const RULES: Record<string, Rule> = {
  core: { members: [], inTests: ["fast-check"] },
  layers: CORE,
  losses: CORE,
  optim: CORE,
  data: CORE,
};

/** Files that are no part of a package though they lie in its folder, and what they may import. */
const EXCEPTIONS: Record<string, string[]> = { "core/kernels/build.ts": ["npm:assemblyscript@"] };

const isTest = (path: string) => /(_test|_bench)\.ts$|\/testdata\//.test(path);

/** What a file of a member imports and may not. */
function violations(path: string, source: string): string[] {
  const [member] = path.split("/"), rule = RULES[member];
  if (rule === undefined) return [];
  return specifiers(source).filter((specifier) => {
    if (specifier.startsWith(".")) {
      const target = new URL(specifier, `file:///${path}`).pathname;
      return !target.startsWith(`/${member}/`);
    }
    if (EXCEPTIONS[path]?.some((start) => specifier.startsWith(start))) return false;
    if (specifier.startsWith("@std/")) return false;
    return !rule.members.includes(specifier) && !(isTest(path) && rule.inTests.includes(specifier));
  });
}

Deno.test("imports: every member keeps to its rule", async () => {
  const { workspace } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const members = workspace.map((member: string) => member.replace("./", ""));
  for (const member of Object.keys(RULES)) assert(members.includes(member), `${member} is no member`);
  let files = 0;
  for (const member of members) {
    for await (const path of sourceFiles(member)) {
      if (path.includes("/assembly/")) continue; // another language, with a compiler and names of its own
      files++;
      assertEquals(violations(path, await Deno.readTextFile(new URL(path, ROOT))), [], path);
    }
  }
  assert(files > 50, `only ${files} files were found`);
});

Deno.test("imports: packages depend on nothing from elsewhere than the standard library", async () => {
  for (const member of Object.keys(RULES)) {
    const { imports = {} } = JSON.parse(await Deno.readTextFile(new URL(`${member}/deno.json`, ROOT)));
    for (const specifier of Object.keys(imports)) {
      assert(specifier.startsWith("@std/"), `${member}: ${specifier}`);
    }
  }
});

Deno.test("imports: what is not allowed is found", () => {
  const cases: [string, string, string[]][] = [
    ["layers/a.ts", `import { x } from "@chainrule/core";`, []],
    ["layers/a.ts", `import { x } from "@chainrule/losses";`, ["@chainrule/losses"]],
    ["layers/a_test.ts", `import { x } from "@chainrule/losses";`, ["@chainrule/losses"]],
    ["layers/a.ts", `import type {\n  X,\n  Y,\n} from "@chainrule/optim";`, ["@chainrule/optim"]],
    ["layers/a.ts", `export * from '@chainrule/data';`, ["@chainrule/data"]],
    ["layers/a.ts", `import "@chainrule/data";`, ["@chainrule/data"]],
    ["layers/a.ts", `const { x } = await import("@chainrule/data");`, ["@chainrule/data"]],
    ["layers/a.ts", `const w = await import.source("../core/kernels/kernels.wasm");`, [
      "../core/kernels/kernels.wasm",
    ]],
    ["layers/a.ts", `import { x } from "../core/tensor.ts";`, ["../core/tensor.ts"]],
    ["core/kernels/a.ts", `import { x } from "../tensor.ts";`, []],
    ["core/kernels/a.ts", `import { x } from "../../layers/tanh.ts";`, ["../../layers/tanh.ts"]],
    ["core/a.ts", `import { x } from "@chainrule/layers";`, ["@chainrule/layers"]],
    ["optim/a.ts", `import { checkLayer } from "@chainrule/core/testing";`, ["@chainrule/core/testing"]],
    ["optim/a_test.ts", `import { checkLayer } from "@chainrule/core/testing";`, []],
    ["data/a.ts", `import fc from "fast-check";`, ["fast-check"]],
    ["data/a_test.ts", `import fc from "fast-check";`, []],
    ["data/a.ts", `import lodash from "npm:lodash";`, ["npm:lodash"]],
    ["data/a.ts", `import { x } from "https://example.com/mod.ts";`, ["https://example.com/mod.ts"]],
    ["data/a.ts", `import fs from "node:fs";`, ["node:fs"]],
    ["data/a.ts", `import { exists } from "@std/fs";`, []],
    ["losses/a.ts", `import { x } from "./b.ts";\nimport { y } from "@chainrule/layers";`, [
      "@chainrule/layers",
    ]],
    ["losses/a.ts", `/**\n * import { x } from "@chainrule/layers";\n */\nexport {};`, []],
    ["core/kernels/build.ts", `import asc from "npm:assemblyscript@0.28.8/asc";`, []],
    ["core/kernels/wasm.ts", `import asc from "npm:assemblyscript@0.28.8/asc";`, [
      "npm:assemblyscript@0.28.8/asc",
    ]],
    ["experiments/a.ts", `import * as vega from "vega";\nimport { x } from "@chainrule/data";`, []],
    ["bench/a_bench.ts", `import { x } from "../core/kernels/simd.ts";`, []],
  ];
  for (const [path, source, wanted] of cases) assertEquals(violations(path, source), wanted, source);
});
