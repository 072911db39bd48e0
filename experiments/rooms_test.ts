/** Each room of `experiments` imports only rooms below it, and no files anywhere import each other in a circle. */
import { assert, assertEquals } from "@std/assert";
import { ROOT, sourceFiles, specifiers } from "./source_files.ts";

/** The rooms, from the ground up: see README.md. */
const ROOMS = [
  "study",
  "training",
  "storage",
  "analysis",
  "charts",
  "runner",
  "studies",
  "report",
  "cli",
  "playground",
];

/** What is no part of the house: it may look at all of it. */
const OUTSIDE =
  /_(test|check|bench)\.ts$|\/(testdata|system)\/|\/(fixtures|source_files|sample)\.ts$|\.d\.ts$/;

/** The files that each file imports, for its types as well. */
type Imports = ReadonlyMap<string, readonly string[]>;

async function readImports(): Promise<Imports> {
  const { workspace } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const files = new Map<string, string[]>();
  for (const member of workspace as string[]) {
    for await (const path of sourceFiles(member.replace("./", ""))) {
      const source = await Deno.readTextFile(new URL(path, ROOT));
      const inside = specifiers(source).filter((specifier) => specifier.startsWith("."));
      files.set(path, inside.map((specifier) => new URL(specifier, `file:///${path}`).pathname.slice(1)));
    }
  }
  // In the kernels' source files are named without an ending.
  const named = (path: string) => files.has(`${path}.ts`) ? `${path}.ts` : path;
  return new Map([...files].map(([path, imports]) => [path, imports.map(named)]));
}

/** The imports from a room to one above it, or to what is beside the rooms. */
function upward(imports: Imports): string[] {
  const floorOf = (path: string) => {
    const [member, room, ...rest] = path.split("/");
    return member === "experiments" && rest.length > 0 ? ROOMS.indexOf(room) : -1;
  };
  return [...imports].filter(([path]) => floorOf(path) >= 0 && !OUTSIDE.test(path)).flatMap((
    [path, targets],
  ) =>
    targets.filter((target) =>
      target.endsWith(".ts") && (floorOf(target) < 0 || floorOf(target) > floorOf(path))
    )
      .map((target) => `${path} -> ${target}`)
  );
}

/** The files that come upon themselves by following imports, circle by circle (R. Tarjan, 1972). */
function circles(imports: Imports): string[][] {
  const order = new Map<string, number>(), lowest = new Map<string, number>();
  const path: string[] = [], found: string[][] = [];
  const visit = (file: string) => {
    order.set(file, order.size);
    lowest.set(file, order.get(file)!);
    path.push(file);
    for (const next of imports.get(file) ?? []) {
      if (!order.has(next)) visit(next);
      if (path.includes(next)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(next)!));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const circle = path.splice(path.indexOf(file));
    if (circle.length > 1) found.push(circle);
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return found;
}

const imports = await readImports();

Deno.test("rooms: no import runs upward", () => {
  for (const room of ROOMS) {
    assert([...imports.keys()].some((path) => path.startsWith(`experiments/${room}/`)), `${room} is empty`);
  }
  assertEquals(upward(imports), []);
});

Deno.test("rooms: no circle of files in the whole repository", () => {
  assertEquals(circles(imports), []);
});

Deno.test("rooms: what is not allowed is found", () => {
  const wrong = new Map([
    ["experiments/study/a.ts", ["experiments/study/b.ts", "experiments/cli/c.ts"]],
    ["experiments/study/b.ts", ["experiments/fixtures.ts"]],
    ["experiments/cli/c.ts", ["experiments/study/b.ts", "experiments/report/d.ts"]],
    ["experiments/report/d.ts", ["experiments/study/a.ts"]],
    ["experiments/study/a_test.ts", ["experiments/cli/c.ts"]],
  ]);
  assertEquals(upward(wrong), [
    "experiments/study/a.ts -> experiments/cli/c.ts",
    "experiments/study/b.ts -> experiments/fixtures.ts",
  ]);
  assertEquals(circles(wrong).map((circle) => circle.toSorted()), [
    ["experiments/cli/c.ts", "experiments/report/d.ts", "experiments/study/a.ts"],
  ]);
});
