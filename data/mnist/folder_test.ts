/** Files by way of Deno and by way of Node.js, whose module Deno has too. */
import { DataError } from "@chainrule/core";
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { gzip, list, NAMES, publishSmall, SMALL, temporaryFolder } from "../testdata/files.ts";
import { fileSystem, inWordsOfDeno, type NodeFiles } from "./environment.ts";
import { exists, readFrom, storeFile } from "./folder.ts";

const publication = await publishSmall();
const { process } = globalThis as unknown as { process: { getBuiltinModule(name: string): NodeFiles } };
const systems = {
  Deno: fileSystem()!,
  "Node.js": inWordsOfDeno(process.getBuiltinModule("node:fs/promises")),
};

for (const [name, system] of Object.entries(systems)) {
  Deno.test(`folder, by way of ${name}: what is stored is read again, whole, and nothing else is there`, async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/a/b`, compressed = await gzip(SMALL[0]);
    assertEquals(await exists(system, path), false);
    assertEquals(await readFrom(system, path, publication.files[0]), undefined);
    await storeFile(system, path, `${NAMES[0]}.gz`, compressed);
    await storeFile(system, path, `${NAMES[0]}.gz`, compressed); // in the place of the other
    await storeFile(system, path, NAMES[1], SMALL[1]);
    assertEquals(await list(path), [`${NAMES[0]}.gz`, NAMES[1]]);
    assertEquals(await exists(system, path), true);
    for (const i of [0, 1]) {
      const decoded = await readFrom(system, path, publication.files[i]);
      assertEquals([decoded?.verified, decoded?.data], [true, SMALL[i].slice(i === 0 ? 16 : 8)]);
      assertEquals(decoded?.data.buffer.byteLength, SMALL[i].length, "a buffer of its own");
    }
  });

  Deno.test(`folder, by way of ${name}: what can't be read or stored is told, and leaves nothing`, async () => {
    await using folder = await temporaryFolder();
    const { path } = folder, read = () => readFrom(system, path, publication.files[0]);
    await Deno.mkdir(`${path}/${NAMES[0]}`);
    const error = await assertRejects(read, DataError);
    assertStringIncludes(error.message, `Cannot read ${path}/${NAMES[0]}: it is no regular file`);
    await assertRejects(() => storeFile(system, path, NAMES[0], SMALL[0]));
    assertEquals(await list(path), [NAMES[0]]);
  });
}
