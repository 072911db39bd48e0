/** EMNIST: in a ZIP file, on its side, with labels that may begin at 1. */
import { DataError } from "@chainrule/core";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { gzip, idx, temporaryFolder, zip } from "../testdata/files.ts";
import { DataUnavailableError } from "./data_unavailable_error.ts";
import { digest } from "./decode_file.ts";
import { TIMEOUTS } from "./download.ts";
import { fileSystem } from "./environment.ts";
import { loadFrom } from "./load_mnist.ts";
import { downloadName, fileNames, type Publication, PUBLICATIONS } from "./publications.ts";

const { files } = PUBLICATIONS["emnist-letters"], names = files.map(downloadName);
const IMAGE = [1, 2, 3, 4, 5, 6]; // 3 × 2 pixels in the file
const CONTENTS = [
  idx([2, 3, 2], [...IMAGE, ...IMAGE]),
  idx([2], [1, 26]),
  idx([1, 3, 2], IMAGE),
  idx([1], [2]),
];

const compressed = await Promise.all(CONTENTS.map(gzip));
const packed = Object.fromEntries(names.map((name, i) => [`gzip/${name}`, compressed[i]]));

async function load(folder: string | undefined, archive: Uint8Array<ArrayBuffer>) {
  const publication: Publication = {
    ...PUBLICATIONS["emnist-letters"],
    archive: { name: "gzip.zip", sha256: await digest(archive), url: "https://example.com/gzip.zip" },
  };
  return await loadFrom({
    publication,
    system: fileSystem(),
    folder,
    download: true,
    mirrors: [],
    timeouts: TIMEOUTS,
    onProgress: () => {},
  });
}

Deno.test("EMNIST is known by the digest of its ZIP file, there or where torchvision keeps it", async () => {
  for (const deflated of [false, true]) {
    await using folder = await temporaryFolder();
    const archive = await zip({ "gzip/emnist-mnist-mapping.txt": new Uint8Array(9), ...packed }, deflated);
    const raw = `${folder.path}/EMNIST/raw`;
    await Deno.mkdir(raw, { recursive: true });
    await Deno.writeFile(`${raw}/gzip.zip`, archive);
    for (const named of [folder.path, raw]) {
      const { train, test, verified, source } = await load(named, archive);
      assertEquals([train.name, verified, source], ["emnist-letters", true, raw]);
      assertEquals([train.rows, train.columns, train.classes], [2, 3, 26]);
      assertEquals([...test.images], [1, 3, 5, 2, 4, 6]);
      assertEquals([[...train.labels], [...test.labels]], [[0, 25], [1]]);
    }
    await Deno.writeFile(`${raw}/gzip.zip`, archive.with(60, archive[60] ^ 1));
    const error = await assertRejects(() => load(raw, archive), DataError);
    assertStringIncludes(error.message, `Cannot read ${raw}/gzip.zip: it is not the published file`);
  }
});

Deno.test("EMNIST unpacked is read and has no published digest, so it is not called so", async () => {
  await using folder = await temporaryFolder();
  for (const [i, file] of files.entries()) {
    await Deno.writeFile(`${folder.path}/${fileNames(file)[0]}`, CONTENTS[i]);
  }
  const { train, verified } = await load(folder.path, new Uint8Array());
  assert(!verified && train.name !== "emnist-letters");
  assertEquals([train.classes, ...train.labels], [26, 0, 25]);
  await Deno.writeFile(`${folder.path}/${fileNames(files[1])[0]}`, idx([2], [0, 1]));
  await assertRejects(
    () => load(folder.path, new Uint8Array()),
    DataError,
    "label 0 is 0, want from 1 to 26",
  );
});

Deno.test("EMNIST is not downloaded: where to get it is said", async () => {
  await assertRejects(
    () => load(undefined, new Uint8Array()),
    DataUnavailableError,
    "get https://example.com/gzip.zip and name the folder that it is in",
  );
});

Deno.test("EMNIST in a ZIP file that is none, or lacks files", async () => {
  const lacks = await zip({ [`gzip/${names[0]}`]: compressed[0] });
  for (
    const [archive, message] of [
      [new Uint8Array(100), "it is no ZIP file"],
      [new Uint8Array(3), "it is no ZIP file"],
      [lacks, `it has no ${names[1]}`],
    ] as const
  ) {
    await using folder = await temporaryFolder();
    await Deno.writeFile(`${folder.path}/gzip.zip`, archive);
    await assertRejects(() => load(folder.path, archive), DataError, message);
  }
});
