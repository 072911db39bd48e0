import { DataError, inKernelMemory } from "@chainrule/core";
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertMatch,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { DataUnavailableError } from "./data_unavailable_error.ts";
import { fileSystem } from "./environment.ts";
import type { LoadProgress } from "./download.ts";
import { loadFrom, loadMnist } from "./load_mnist.ts";
import type { Mnist } from "./mnist.ts";
import { ownName } from "./own_name.ts";
import {
  gzip,
  idx,
  list,
  NAMES,
  publishSmall,
  SMALL,
  startGoodMirror,
  startMirror,
  temporaryFolder,
  whole,
} from "../testdata/files.ts";

const publication = await publishSmall();
/** Longer than any busy machine takes. */
const PATIENT = { headers: 60_000, stall: 60_000 };

function load(sources: Partial<Parameters<typeof loadFrom>[0]>): Promise<Mnist> {
  const { mirrors = [], onProgress = () => {} } = sources;
  const system = fileSystem();
  return loadFrom({
    publication,
    system,
    download: true,
    timeouts: PATIENT,
    ...sources,
    mirrors,
    onProgress,
  });
}

async function write(folder: string, contents = SMALL, names = NAMES): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await Promise.all(contents.map((bytes, i) => Deno.writeFile(`${folder}/${names[i]}`, bytes)));
}

function assertSmall({ train, test, verified }: Mnist): void {
  assertEquals([train.count, train.rows, train.columns, train.classes, train.name], [6, 5, 4, 10, "small"]);
  assertEquals(new Uint8Array(train.images), SMALL[0].slice(16));
  assertEquals(train.labels, SMALL[1].slice(8));
  assertEquals(new Uint8Array(test.images), SMALL[2].slice(16));
  assertEquals(test.labels, SMALL[3].slice(8));
  assertEquals(test.count, 3);
  assert(verified);
}

async function refused(promise: Promise<unknown>, ...parts: string[]): Promise<void> {
  const error = await assertRejects(() => promise, DataError);
  for (const part of parts) assertStringIncludes(error.message, part);
  assert(!(error instanceof DataUnavailableError), "there is data, but it is wrong");
}

async function unavailable(promise: Promise<unknown>, ...parts: string[]): Promise<void> {
  const error = await assertRejects(() => promise, DataUnavailableError);
  for (const part of parts) assertStringIncludes(error.message, part);
  assertEquals(error.message.split("\n").length, 1);
}

Deno.test("loadMnist() reads a folder: plain, compressed, mixed, spelled with a dot", async () => {
  await using folder = await temporaryFolder();
  const compressed = await Promise.all(SMALL.map(gzip));
  const mixed = [compressed[0], SMALL[1], compressed[2], SMALL[3]];
  const mixedNames = NAMES.map((name, i) => i % 2 ? name.replace("-idx", ".idx") : `${name}.gz`);
  const checksums = new Set<string>();
  for (
    const [i, [contents, names]] of [
      [SMALL, NAMES] as const,
      [compressed, NAMES.map((name) => `${name}.gz`)] as const,
      [mixed, mixedNames] as const,
    ].entries()
  ) {
    const path = `${folder.path}/${i}`;
    await write(path, [...contents], [...names]);
    const data = await load({ folder: path });
    assertSmall(data);
    assertEquals(data.source, path);
    assert(inKernelMemory(data.train.images));
    checksums.add(data.checksum);
  }
  assertEquals(checksums.size, 1);
});

Deno.test("loadMnist() reads a folder of torchvision", async () => {
  await using folder = await temporaryFolder();
  const raw = `${folder.path}/Small/raw`;
  await write(raw);
  for (const named of [folder.path, raw]) {
    const loaded = await load({ folder: named });
    assertSmall(loaded);
    assertEquals(loaded.source, raw);
  }
  await Deno.remove(`${raw}/${NAMES[2]}`);
  await refused(load({ folder: folder.path }), `Cannot load small: ${raw} has no ${NAMES[2]}`);
});

Deno.test("loadMnist() reads the .gz of a folder of torchvision where only that can be told from others", async () => {
  await using folder = await temporaryFolder();
  for (const kind of ["gzip", "git"] as const) {
    const path = `${folder.path}/${kind}`, publication = await publishSmall(kind);
    await write(path);
    assert(!(await load({ folder: path, publication })).verified);
    await write(path, await Promise.all(SMALL.map(gzip)), NAMES.map((name) => `${name}.gz`));
    assertSmall(await load({ folder: path, publication }));
  }
});

Deno.test("loadMnist() takes other data from a folder and says that it is other data", async () => {
  await using folder = await temporaryFolder();
  await write(folder.path);
  const { checksum } = await load({ folder: folder.path });
  await write(folder.path, [...SMALL.slice(0, 3), idx([3], [5, 6, 8])]);
  const other = await load({ folder: folder.path });
  assert(!other.verified);
  assertNotEquals(other.checksum, checksum);
  assertEquals(other.test.labels[2], 8);
  assertEquals([other.train.name, other.test.name], [ownName(folder.path), ownName(folder.path)]);
});

Deno.test("loadMnist() calls data by the name of what was published only if it is that", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/MNIST/`;
  await write(path, [...SMALL.slice(0, 3), idx([3], [5, 6, 11])]);
  await refused(load({ folder: path }), "label 2 is 11, want at most 9");
  const { train, verified } = await load({ folder: path, classes: 12 });
  assertEquals([train.name, train.classes, verified], ["MNIST (own files)", 12, false]);
  const given = await load({ bytes: SMALL.with(3, idx([3], [0, 0, 0])) });
  assertEquals(given.test.name, "own files");
});

Deno.test("loadMnist() takes the bytes of files, plain and compressed, and leaves them as they are", async () => {
  const compressed = await Promise.all(SMALL.map(gzip)), shared = new Uint8Array(new SharedArrayBuffer(136));
  shared.set(SMALL[0]);
  for (
    const bytes of [SMALL, compressed, [SMALL[0], compressed[1], SMALL[2], SMALL[3]], [
      shared,
      ...SMALL.slice(1),
    ]]
  ) {
    const before = bytes.map((file) => file.slice());
    const data = await load({ bytes, system: undefined, folder: "/not/looked/at" });
    assertSmall(data);
    assertEquals(data.source, "bytes");
    assertEquals(bytes.map((file) => file.slice()), before);
    assert(data.train.labels.buffer !== bytes[1].buffer, "labels are a copy");
  }
  await refused(
    load({ bytes: SMALL.with(2, SMALL[0].subarray(0, 30)) }),
    "the bytes of t10k-images: it has 30 bytes",
  );
  await assertRejects(
    () => load({ bytes: SMALL.slice(1) }),
    RangeError,
    "Cannot load small: found 3 files, want train-images, train-labels, t10k-images, t10k-labels",
  );
  await refused(
    loadMnist({ files: [...SMALL].reverse() }),
    "the bytes of train-images: it has 1 dimensions, want 3",
  );
  const own = await loadMnist({ files: SMALL });
  assertEquals([own.verified, own.train.name], [false, "own files"]);
});

Deno.test("loadMnist() where there is no file system: mirrors are asked, folders are refused", async () => {
  await using mirror = startGoodMirror();
  const warnings: string[] = [];
  const onProgress = ({ kind, message }: LoadProgress) => kind === "warning" && warnings.push(message);
  assertSmall(await load({ system: undefined, mirrors: [mirror.url], onProgress }));
  assertEquals(warnings, [], "nothing can be kept, which is no news");
  await refused(
    load({ system: undefined, folder: "data" }),
    "Cannot load small: data is a folder and there is no",
  );
  await unavailable(
    load({ system: undefined, download: false }),
    "Cannot load small: no files are given and there is no file system; downloading is switched off",
  );
});

Deno.test({
  name: "loadMnist() downloads from the mirrors that it is given",
  // No variables: neither a folder nor a cache.
  permissions: { net: ["127.0.0.1"] },
  async fn() {
    await using mirror = startGoodMirror();
    await unavailable(loadMnist({ mirrors: [mirror.url] }), "SHA-256 differs");
    assertEquals(mirror.requests, ["t10k-labels-idx1-ubyte.gz"]);
  },
});

Deno.test("loadMnist() names what a folder lacks, and looks nowhere else", async () => {
  await using folder = await temporaryFolder();
  await using mirror = startGoodMirror();
  const cache = `${folder.path}/cache`, sources = { cache, mirrors: [mirror.url] };
  await write(cache);
  const none = `${folder.path}/none`;
  await refused(load({ folder: none, ...sources }), `Cannot load small: the folder ${none} does not exist`);
  const empty = `${folder.path}/empty`;
  await Deno.mkdir(empty);
  await refused(
    load({ folder: empty, ...sources }),
    `Cannot load small: ${empty} has no train-images-idx3-ubyte or train-images-idx3-ubyte.gz, train-labels`,
  );
  await write(empty);
  await Deno.remove(`${empty}/${NAMES[2]}`);
  await refused(
    load({ folder: empty, ...sources }),
    `${empty} has no t10k-images-idx3-ubyte or t10k-images-idx3-ubyte.gz`,
  );
  await refused(load({ folder: `${cache}/${NAMES[0]}` }), "Cannot read "); // a file, not a folder
  await Deno.mkdir(`${empty}/${NAMES[2]}`); // a folder, not a file
  await refused(load({ folder: empty }), `Cannot read ${empty}/${NAMES[2]}: it is no regular file`);
  assertEquals(mirror.requests, []);
});

Deno.test("loadMnist() refuses files that do not belong together, naming them", async () => {
  await using folder = await temporaryFolder();
  const cases: [number, Uint8Array<ArrayBuffer>, string][] = [
    [
      1,
      idx([5], [0, 1, 2, 3, 4]),
      "train-labels-idx1-ubyte has 5 labels, want one for each of the 6 images of",
    ],
    [1, idx([6], [0, 1, 2, 3, 10, 9]), "train-labels-idx1-ubyte: label 4 is 10, want at most 9"],
    [3, idx([3], [0, 1, 255]), "t10k-labels-idx1-ubyte: label 2 is 255, want at most 9"],
    [2, idx([3, 4, 5], Array(60)), "t10k-images-idx3-ubyte has images of 4 × 5 pixels, want 5 × 4 as in"],
    [0, SMALL[1], "train-images-idx3-ubyte: it has 1 dimensions, want 3"],
    [0, SMALL[0].subarray(0, 100), "train-images-idx3-ubyte: it has 100 bytes, want 136"],
  ];
  for (const [at, bytes, reason] of cases) {
    await write(folder.path, SMALL.with(at, bytes));
    await refused(load({ folder: folder.path }), folder.path, reason);
  }
});

Deno.test("loadMnist() refuses the published files of another dataset, and those of another place", async () => {
  await using folder = await temporaryFolder();
  const other = { ...publication, name: "other" };
  for (const digested of ["contents", "gzip", "git"] as const) {
    const known = [await publishSmall(digested)];
    const contents = digested === "contents" ? SMALL : await Promise.all(SMALL.map((bytes) => gzip(bytes)));
    const names = digested === "contents" ? NAMES : NAMES.map((name) => `${name}.gz`);
    const path = `${folder.path}/${digested}`;
    await write(path, [...contents], names);
    await refused(
      load({ folder: path, publication: other, known }),
      `Cannot load other: ${path}/${names[0]} is train-images of small, want train-images of other`,
    );
    assertSmall(await load({ folder: path, publication: known[0], known }));
  }
  // The test images in the place of those to train on.
  const swapped = `${folder.path}/swapped`;
  await write(swapped, [SMALL[2], SMALL[3], SMALL[0], SMALL[1]]);
  await refused(
    load({ folder: swapped, known: [publication] }),
    `Cannot load small: ${swapped}/${NAMES[0]} is t10k-images of small, want train-images of small`,
  );
});

Deno.test("loadMnist() downloads into the cache once", async () => {
  await using folder = await temporaryFolder();
  await using mirror = startGoodMirror();
  const cache = `${folder.path}/a/b`, progress: LoadProgress[] = [];
  const sources = { cache, mirrors: [mirror.url], onProgress: (one: LoadProgress) => progress.push(one) };
  const first = await load(sources);
  assertSmall(first);
  assertEquals(first.source, mirror.url);
  assertEquals(await list(cache), NAMES.map((name) => `${name}.gz`).sort());
  assertEquals([...mirror.requests].sort(), NAMES.map((name) => `${name}.gz`).sort());
  const { kind, file, received, total, message } = progress[0];
  assertEquals([kind, file, received], ["download", "t10k-labels-idx1-ubyte.gz", total]);
  assertStringIncludes(message, "Downloading t10k-labels-idx1-ubyte.gz from 127.0.0.1:");

  const second = await load({ ...sources, download: false });
  assertSmall(second);
  assertEquals([second.source, second.checksum], [cache, first.checksum]);
  assertEquals(mirror.requests.length, 4);
});

Deno.test("loadMnist() downloads what is damaged in the cache again, and only that", async () => {
  await using folder = await temporaryFolder();
  await using mirror = startGoodMirror();
  const cache = folder.path, name = `${NAMES[0]}.gz`, path = `${cache}/${name}`;
  assertSmall(await load({ cache, mirrors: [mirror.url] }));
  const other = await gzip(idx([6, 5, 4], Array(120)));
  for (const damaged of [(await Deno.readFile(path)).slice(0, 60), other, new Uint8Array()]) {
    mirror.requests.length = 0;
    await Deno.writeFile(path, damaged);
    await unavailable(load({ cache, mirrors: [], download: false }), path, "downloading is switched off");
    await unavailable(load({ cache, mirrors: [] }), path);
    assertEquals(await Deno.readFile(path), damaged);
    assertSmall(await load({ cache, mirrors: [mirror.url] }));
    assertEquals(mirror.requests, [name]);
  }
  assertSmall(await load({ cache, download: false }));
});

Deno.test("loadMnist() checks the .gz files where their digests are the ones that are known", async () => {
  await using folder = await temporaryFolder();
  await using mirror = startGoodMirror();
  const sources = { publication: await publishSmall("gzip"), cache: folder.path };
  assertSmall(await load({ ...sources, mirrors: [mirror.url] }));
  assertSmall(await load({ ...sources, download: false }));
});

Deno.test("loadMnist() goes on to the next mirror, and stays there", async () => {
  const file = await gzip(SMALL[3]), wrong = await gzip(idx([3], [5, 6, 8]));
  const answers = {
    "HTTP status 503": () => ({ head: "HTTP/1.1 503 Busy\r\ncontent-length: 2\r\n\r\nno" }),
    "HTTP status 302": () => ({ head: "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\n\r\n" }),
    "HTTP status 404": () => ({ head: "HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n" }),
    "SHA-256 differs": () => whole(wrong),
    "it is not an IDX file": () => whole(new TextEncoder().encode("<html>Log in</html>")),
    "damaged or cut off": () => whole(file.slice(0, 20)),
    "no answer within 0.2 s": () => ({ head: "", hold: true }),
    "no more bytes within 0.2 s": () => ({ ...whole(file), body: file.slice(0, 20), hold: true }),
    "more than 65547 bytes": () => whole(new Uint8Array(70_000)),
    "": () => ({ ...whole(file), body: file.slice(0, 20) }), // cut in the middle
    " ": () => ({ head: "nonsense\r\n\r\n" }),
    "  ": () => ({ head: "" }), // hung up
    "   ": () => ({ head: "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n", body: file.slice(0, 20) }),
  };
  for (const [reason, answer] of Object.entries(answers)) {
    await using folder = await temporaryFolder();
    await using bad = startMirror(answer);
    await using good = startGoodMirror();
    const cache = `${folder.path}/cache`;
    const timeouts = { ...PATIENT };
    if (reason.startsWith("no answer")) timeouts.headers = 200;
    if (reason.startsWith("no more bytes")) timeouts.stall = 200;
    await unavailable(
      load({ cache, mirrors: [bad.url, bad.url], timeouts }),
      "Cannot load small: no folder is named (--data-dir, or dir in code, or the environment variable SMALL_DIR); the cache",
      "Cannot download t10k-labels-idx1-ubyte.gz: 127.0.0.1:",
      reason.trim(),
    );
    assert(!(await list(folder.path)).includes("cache"), "the cache holds nothing");
    const file = "t10k-labels-idx1-ubyte.gz";
    assertEquals(bad.requests.filter((name) => name !== file), [], "the rest is not tried");
    bad.requests.length = 0;

    const data = await load({ cache, mirrors: [bad.url, good.url], timeouts });
    assertSmall(data);
    assertEquals(data.source, good.url);
    assert(bad.requests.length <= 2, "the mirror that works is asked first from then on");
    assertEquals(await list(cache), NAMES.map((name) => `${name}.gz`).sort());
  }
});

/** The address of a mirror where nobody answers. */
function unreachable(): string {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}/`;
}

Deno.test("loadMnist() says of each mirror why it has nothing, and keeps nothing that is wrong", async () => {
  const file = await gzip(SMALL[3]);
  const head = (length: number) =>
    `HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\nconnection: close\r\n\r\n`;
  for (
    const answer of [
      { head: head(file.length), body: file.slice(0, 20) }, // cut in the middle
      { head: head(20), body: file }, // a length that is too small
      { head: head(file.length + 9), body: file }, // and one that is too large
      { head: head(file.length), body: file.map((byte, i) => i === 15 ? byte ^ 1 : byte) },
    ]
  ) {
    await using folder = await temporaryFolder();
    await using bad = startMirror(() => answer);
    await using good = startGoodMirror();
    const down = unreachable(), cache = folder.path;
    const error = await assertRejects(() => load({ cache, mirrors: [down, bad.url] }), DataUnavailableError);
    for (const mirror of [down, bad.url]) {
      assertMatch(error.message, new RegExp(`[:;] ${new URL(mirror).host}: \\w[^;]{10,}`));
    }
    assertEquals(error.message.split("\n").length, 1);
    assertEquals(await list(cache), []);

    const data = await load({ cache, mirrors: [down, bad.url, good.url] });
    assertSmall(data);
    assertEquals(data.source, good.url);
    assertSmall(await load({ cache, download: false }));
  }
});

Deno.test("loadMnist() takes a mirror that is slow, as long as something comes", async () => {
  await using folder = await temporaryFolder();
  await using slow = startMirror(async (name) => ({
    ...whole(await gzip(SMALL[NAMES.indexOf(name.replace(".gz", ""))])),
    pieces: name.startsWith("t10k-labels") ? 20 : 1, // each in time, all together later than one may be
  }));
  assertSmall(
    await load({ cache: folder.path, mirrors: [slow.url], timeouts: { headers: 400, stall: 400 } }),
  );
  assertSmall(await load({ cache: folder.path, download: false }));
});

Deno.test("loadMnist() keeps what it has when a later file fails, and nothing wrong", async () => {
  await using folder = await temporaryFolder();
  await using mirror = startMirror(async (name) =>
    name.startsWith("train-images")
      ? whole(await gzip(SMALL[2]))
      : whole(await gzip(SMALL[NAMES.indexOf(name.replace(".gz", ""))]))
  );
  await using good = startGoodMirror();
  const cache = folder.path;
  await unavailable(load({ cache, mirrors: [mirror.url] }), "train-images-idx3-ubyte.gz", "SHA-256 differs");
  assertEquals((await list(cache)).length, 3);
  assertSmall(await load({ cache, mirrors: [good.url] }));
  assertEquals(good.requests, ["train-images-idx3-ubyte.gz"]);
});

Deno.test("loadMnist() by two at once leaves one whole copy", async () => {
  await using folder = await temporaryFolder();
  await using mirror = startGoodMirror();
  const sources = { cache: folder.path, mirrors: [mirror.url] };
  (await Promise.all([load(sources), load(sources), load(sources)])).forEach(assertSmall);
  assertEquals(await list(folder.path), NAMES.map((name) => `${name}.gz`).sort());
});

Deno.test("loadMnist() returns a download that the cache can't keep, and says so", async () => {
  await using folder = await temporaryFolder();
  await using mirror = startGoodMirror();
  const blocked = `${folder.path}/file`;
  await Deno.writeTextFile(blocked, "a file where the folder would be");
  for (const cache of [`${blocked}/cache`, undefined]) {
    const warnings: string[] = [];
    const onProgress = ({ kind, message }: LoadProgress) => kind === "warning" && warnings.push(message);
    assertSmall(await load({ cache, mirrors: [mirror.url], onProgress }));
    assertEquals(warnings.length, 4);
    assertStringIncludes(warnings[0], "Cannot keep t10k-labels-idx1-ubyte.gz for the next time: ");
  }
});

Deno.test("loadMnist() says at once that there is nothing", async () => {
  await using folder = await temporaryFolder();
  const start = performance.now();
  await unavailable(
    load({ cache: folder.path, download: false }),
    folder.path,
    "downloading is switched off",
  );
  await unavailable(load({ cache: folder.path, mirrors: ["http://127.0.0.1:1/"] }), "127.0.0.1:1: ");
  await unavailable(load({ mirrors: ["https://example.com/"] }), "(want --allow-net=example.com)");
  assert(performance.now() - start < 2000);
});

Deno.test({
  name: "loadMnist() without any permission asks for none and says which are wanted",
  permissions: "none",
  fn: () => unavailable(loadMnist(), "no cache folder", "ossci-datasets.s3.amazonaws.com: ", "--allow-net="),
});

Deno.test("loadMnist() looks into the folder that the environment names", async () => {
  await using folder = await temporaryFolder();
  await write(folder.path);
  const variable = "FASHION_MNIST_DIR", before = Deno.env.get(variable);
  try {
    Deno.env.set(variable, folder.path);
    const { train, verified, source } = await loadMnist({ dataset: "fashion-mnist", download: false });
    assertEquals([train.name, train.count, verified, source], [ownName(folder.path), 6, false, folder.path]);
    Deno.env.set(variable, `${folder.path}/none`);
    await refused(loadMnist({ dataset: "fashion-mnist" }), `the folder ${folder.path}/none does not exist`);
    const named = await loadMnist({ dataset: "fashion-mnist", dir: folder.path });
    assertEquals(named.test.count, 3);
  } finally {
    if (before === undefined) Deno.env.delete(variable);
    else Deno.env.set(variable, before);
  }
});

Deno.test("loadMnist() refuses an unknown dataset and an empty path", async () => {
  await assertRejects(
    () => loadMnist({ dataset: "cifar" as "mnist" }),
    RangeError,
    "Cannot load a dataset: found the name cifar, want mnist, fashion-mnist, kmnist, qmnist, emnist-balanced,",
  );
  await assertRejects(() => loadMnist({ dir: "" }), RangeError, "Cannot load mnist: dir is empty");
});

Deno.test("DataUnavailableError is a DataError", () => {
  assertInstanceOf(new DataUnavailableError("Cannot load x"), DataError);
});

const directory = Deno.permissions.querySync({ name: "env", variable: "MNIST_DIR" }).state === "granted"
  ? Deno.env.get("MNIST_DIR")
  : undefined;

Deno.test({
  name: `loadMnist() reads the real MNIST${directory ? "" : " (ignored: MNIST_DIR is not set)"}`,
  ignore: !directory,
  async fn() {
    const { train, test, verified, checksum, source } = await loadMnist();
    assert(verified);
    assertEquals(source, directory);
    assertEquals(checksum, "ac89dbc26b7b0b5f68ff586bc0579a0c16e78b3436b0c71ccdd0169cbebf9ff7");
    assertEquals([train.count, test.count, train.rows, train.columns], [60_000, 10_000, 28, 28]);
    // The labels and the mean pixel that everybody quotes.
    assertEquals([...train.labels.subarray(0, 10)], [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    assertEquals([...test.labels.subarray(0, 5)], [7, 2, 1, 0, 4]);
    const mean = train.images.reduce((sum, byte) => sum + byte, 0) / train.images.length / 255;
    assertEquals(mean.toFixed(4), "0.1307");
  },
});
