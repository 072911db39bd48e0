import { DataError } from "@chainrule/core";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { idx, NAMES, SMALL, temporaryFolder } from "../testdata/files.ts";
import { loadIdx } from "./load_idx.ts";
import { ownName } from "./own_name.ts";
import { PUBLICATIONS } from "./publications.ts";

Deno.test("loadIdx() reads images of any size, with as many classes as their labels show", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/letters`;
  await Deno.mkdir(path);
  const contents = [
    idx([2, 1, 3], [1, 2, 3, 4, 5, 6]),
    idx([2], [0, 3]),
    idx([1, 1, 3], [7, 8, 9]),
    idx([1], [25]),
  ];
  for (const [i, bytes] of contents.entries()) await Deno.writeFile(`${path}/${NAMES[i]}`, bytes);
  const { train, test, verified, source } = await loadIdx({ dir: path });
  assertEquals([train.name, train.rows, train.columns, train.classes], ["letters", 1, 3, 26]);
  assertEquals([[...train.images], [...test.images]], [[1, 2, 3, 4, 5, 6], [7, 8, 9]]);
  assertEquals([verified, source], [false, path]);
  assertEquals((await loadIdx({ dir: path, classes: 40, name: "a" })).test.classes, 40);
  await assertRejects(() => loadIdx({ dir: path, classes: 25 }), DataError, "label 0 is 25, want at most 24");
  assertEquals((await loadIdx({ files: SMALL })).train.classes, 10);
  await assertRejects(() => loadIdx({}), RangeError, "want a folder, dir, or the bytes of files");
  await assertRejects(
    () => loadIdx({ dir: folder.path }),
    DataError,
    `${folder.path} has no train-images-idx3-ubyte`,
  );
});

const mnist = Deno.permissions.querySync({ name: "env", variable: "MNIST_DIR" }).state === "granted"
  ? Deno.env.get("MNIST_DIR")
  : undefined;

Deno.test({
  name: "loadIdx() knows published files",
  ignore: !mnist,
  async fn() {
    const { train, verified } = await loadIdx({ dir: mnist });
    assertEquals([train.name, verified, train.classes], ["mnist", true, 10]);
  },
});

Deno.test("ownName() is a name that nothing stumbles over, and nobody else's", () => {
  const cases: Record<string, string> = {
    "a/b/letters.csv": "letters.csv",
    "C:\\data\\my digits\\": "my digits",
    "./": "own files",
    "": "own files",
    "../..": "own files",
    "=cmd|' /C calc'!A0": "cmd-",
    "a\u2028b\x1b[31mc\r\n": "a-b-31mc-",
    "-rf": "rf",
    "日本": "日本",
    "mnist": "mnist (own files)",
    "Fashion_MNIST": "Fashion_MNIST (own files)",
    "EMNIST-letters": "EMNIST-letters (own files)",
    "auto": "auto (own files)",
  };
  for (const [path, name] of Object.entries(cases)) {
    if (!path.startsWith("=")) assertEquals(ownName(path), name);
    assertEquals(/[\p{C}\p{Zl}\p{Zp}|`<>"'\\]|^[=+@-]/u.test(ownName(path)), false);
    assertEquals(ownName(ownName(path)), ownName(path));
  }
  for (const name of Object.keys(PUBLICATIONS)) assertEquals(ownName(name), `${name} (own files)`);
  assertEquals(ownName("x".repeat(1000)).length, 40);
  assertThrows(() => ownName(undefined as unknown as string), TypeError);
});
