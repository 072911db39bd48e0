import { DataError } from "@chainrule/core";
import { type Dataset, makeDataset } from "@chainrule/data";
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { encode } from "fast-png";
import jpeg from "jpeg-js";
import { withFolder } from "../../fixtures.ts";
import { decodeImage } from "../images/decode_image.ts";
import { scaleTo } from "../images/scale_to.ts";
import { openOwn } from "./open_own.ts";
import { splitTest } from "./split.ts";

const png = (width: number, height: number, data: Uint8Array, channels = 1) =>
  new Uint8Array(encode({ width, height, data, channels, depth: 8 }));

/** A folder for each class, with so many pictures of a side; all pixels of a picture are the same. */
async function writePictures(
  folder: string,
  sides: Readonly<Record<string, readonly number[]>>,
): Promise<void> {
  for (const [label, name] of Object.keys(sides).sort().entries()) {
    await Deno.mkdir(`${folder}/${name}`, { recursive: true });
    for (const [i, side] of sides[name].entries()) {
      const grey = new Uint8Array(side * side).fill(100 * label + 10 * i);
      await Deno.writeFile(`${folder}/${name}/${i}.png`, png(side, side, grey));
    }
  }
}

/** What images look like by their first pixel, with their labels. */
const seen = ({ images, labels, rows, columns }: Dataset) =>
  Array.from(labels, (label, i) => [label, images[i * rows * columns]]).sort(([a, b], [c, d]) =>
    a - c || b - d
  );

Deno.test("a folder of folders of pictures: classes by name, of one size or scaled, tested on a part of each", () =>
  withFolder(async (folder) => {
    const path = `${folder}/signs`, options = { seed: 1 };
    await writePictures(path, { b: [12, 12, 12, 12, 12, 12], a: [12, 12, 12] });
    await Deno.writeTextFile(`${path}/b/notes.txt`, "");
    const { name, train, test, verified, checksum, source, classNames } = await openOwn(path, options);
    assertEquals(classNames, ["a", "b"]);
    assertEquals([name, verified, source, train.rows, train.columns], ["signs", false, path, 12, 12]);
    assertEquals([train.count, test.count, train.classes], [7, 2, 2]);
    const all = [...seen(train), ...seen(test)].sort(([a, b], [c, d]) => a - c || b - d);
    assertEquals(all, [[0, 0], [0, 10], [0, 20], [1, 100], [1, 110], [1, 120], [1, 130], [1, 140], [1, 150]]);
    assertEquals((await openOwn(path, options)).checksum, checksum);
    assert((await openOwn(path, { seed: 2 })).checksum !== checksum);
    await Deno.rename(`${path}/b`, `${path}/c`);
    assert(
      (await openOwn(path, options)).checksum !== checksum,
      "what the classes are called is learned too",
    );
    await Deno.rename(`${path}/c`, `${path}/b`);
    await writePictures(path, { a: [200], b: [12] });
    const scaled = await openOwn(path, options);
    assertEquals([scaled.train.rows, scaled.train.columns], [28, 28]);
    await writePictures(path, { a: [12, 7], b: [12] });
    assertEquals((await openOwn(path, options)).train.rows, 28);
  }));

Deno.test("folders train and test say themselves what is tested on", () =>
  withFolder(async (folder) => {
    await writePictures(`${folder}/train`, { x: [9, 9], y: [9, 9] });
    await writePictures(`${folder}/test`, { x: [9], y: [18] });
    const { train, test, classNames } = await openOwn(folder, { seed: 1 });
    assertEquals(classNames, ["x", "y"]);
    assertEquals([seen(train), seen(test)], [[[0, 0], [0, 10], [1, 100], [1, 110]], [[0, 0], [1, 100]]]);
    assertEquals([test.rows, test.classes], [9, 2]);
    await writePictures(`${folder}/test`, { z: [9] });
    await assertRejects(() => openOwn(folder, { seed: 1 }), DataError, "there is no class z to train on");
  }));

Deno.test("a folder of train.csv and test.csv; and one of nothing", () =>
  withFolder(async (folder) => {
    await assertRejects(() => openOwn(folder, { seed: 1 }), DataError, "want a CSV, or a folder with");
    await Deno.writeTextFile(`${folder}/train.csv`, "label,a\n0,1\n1,2\n2,3\n");
    await Deno.writeTextFile(`${folder}/test.csv`, "label,a\n3,9\n");
    const { train, test } = await openOwn(folder, { seed: 1 });
    assertEquals([seen(train), seen(test)], [[[0, 1], [1, 2], [2, 3]], [[3, 9]]]);
    assertEquals([train.classes, test.classes], [4, 4]);
    await Deno.writeTextFile(`${folder}/test.csv`, "label,a,b,c,d\n3,9,9,9,9\n");
    await assertRejects(
      () => openOwn(folder, { seed: 1 }),
      DataError,
      "test has images of 2 × 2 pixels, train of 1 × 1",
    );
  }));

Deno.test("pipes, devices, and what is too long or no text is refused at once, by name", () =>
  withFolder(async (folder) => {
    const refused = (path: string, message: string) =>
      assertRejects(() => openOwn(path, { seed: 1 }), DataError, `Cannot read ${path}: ${message}`);
    await Deno.symlink("/dev/zero", `${folder}/zero.csv`);
    await refused(`${folder}/zero.csv`, "it is neither a regular file nor a folder");
    await refused(
      `${folder}/none.csv`,
      "there is no such file or folder; --data takes a CSV, or a folder of pictures",
    );
    await Deno.writeFile(`${folder}/binary.csv`, new Uint8Array(9));
    await refused(`${folder}/binary.csv`, "it is no text, want a CSV");
    await Deno.writeTextFile(`${folder}/long.csv`, "label,a\n".padEnd(4096, "0"));
    await Deno.truncate(`${folder}/long.csv`, 2 ** 33);
    await refused(`${folder}/long.csv`, "it has 8,589,934,592 bytes, want at most 536,870,887");
    await writePictures(`${folder}/p`, { a: [9], b: [9] });
    await Deno.remove(`${folder}/p/b/0.png`);
    await Deno.symlink("/dev/zero", `${folder}/p/b/0.png`);
    await assertRejects(
      () => openOwn(`${folder}/p`, { seed: 1 }),
      DataError,
      "p/b/0.png: it is no regular file",
    );
  }));

Deno.test("a seed divides: of each class a sixth, every image once, all classes in any part", () => {
  const count = 60, labels = Array.from({ length: count }, (_, i) => Math.floor(i / 20));
  const dataset = makeDataset({ images: labels.map((_, i) => i), labels, rows: 1, columns: 1 });
  const { train, test } = splitTest(dataset, 5);
  assertEquals([...train.images, ...test.images].sort((a, b) => a - b), labels.map((_, i) => i));
  assertEquals([0, 1, 2].map((label) => test.labels.filter((one) => one === label).length), [3, 3, 3]);
  assertEquals(new Set(train.labels.slice(-17)).size, 3, "what a search holds out");
  assertEquals(splitTest(dataset, 5).test.images, test.images);
});

Deno.test("pictures become grey: by BT.601, white behind what is transparent, of every depth", () => {
  const grey = (bytes: Uint8Array<ArrayBuffer>) => [...decodeImage(bytes, "a").data].map(Math.round);
  assertEquals(grey(png(2, 1, Uint8Array.of(7, 250))), [7, 250]);
  assertEquals(grey(png(3, 1, Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255), 3)), [76, 150, 29]);
  assertEquals(grey(png(2, 1, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 255), 4)), [255, 0]);
  assertEquals(grey(png(1, 1, Uint8Array.of(100, 51), 2)), [224]);
  const deep = encode({ width: 2, height: 1, data: Uint16Array.of(65_535, 257), channels: 1, depth: 16 });
  assertEquals(grey(new Uint8Array(deep)), [255, 1]);
  const rgba = new Uint8Array(16 * 16 * 4).fill(90),
    { data } = jpeg.encode({ width: 16, height: 16, data: rgba }, 95);
  for (const level of decodeImage(new Uint8Array(data), "a").data) assertAlmostEquals(level, 90, 2);
});

Deno.test("what is no picture, cut off or too large is a DataError of one line", () => {
  const whole = png(9, 9, new Uint8Array(81)), large = whole.slice();
  new DataView(large.buffer).setUint32(16, 100_000);
  new DataView(large.buffer).setUint32(20, 100_000);
  for (
    const [bytes, message] of [
      [new TextEncoder().encode("<svg/>"), "want a PNG or JPEG"],
      [new Uint8Array(), "want a PNG or JPEG"],
      [whole.slice(0, 45), ""],
      [whole.slice(0, 4), "want a PNG or JPEG"],
      [Uint8Array.of(0xff, 0xd8, 0xff, 1, 2, 3), ""],
      [large, "it has 10000 million pixels, want at most 100"],
    ] as const
  ) {
    try {
      decodeImage(bytes.slice(), "a.png");
      assert(false, "it was read");
    } catch (error) {
      assert(
        error instanceof DataError && error.message.startsWith(`Cannot read a.png: ${message}`),
        String(error),
      );
      assertEquals(error.message.split("\n").length, 1);
    }
  }
});

Deno.test("scaling keeps the mean, and an image of the same size as it is", () => {
  const data = Float32Array.from({ length: 12 }, (_, i) => i * 20), image = { height: 3, width: 4, data };
  const same = new Uint8Array(12), half = new Uint8Array(2), large = new Uint8Array(6 * 8);
  scaleTo(image, same, 3, 4);
  assertEquals([...same], [...data]);
  scaleTo(image, half, 1, 2);
  assertEquals([...half], [90, 130]);
  scaleTo(image, large, 6, 8);
  assertEquals([large[0], large[1], large[47]], [0, 0, 220]);
});
