import { assert } from "@std/assert";
import { ByteWatch } from "./byte_watch.ts";

Deno.test("ByteWatch: any byte of half a mebibyte that changes is noticed at once, wherever the bytes begin and end", () => {
  const room = new Uint8Array(200_000);
  for (let i = 0; i < room.length; i++) room[i] = i * 7;
  for (
    const [start, length] of [[0, 0], [0, 1], [1, 2], [3, 9], [2, 65_536], [1, 65_537], [3, 131_075], [
      5,
      150_001,
    ]]
  ) {
    const bytes = room.subarray(start, start + length), watch = new ByteWatch(bytes);
    const places = [0, 1, 2, 3, 4, 7, 8, 65_533, 65_534, 65_535, 65_536, 131_072, length - 2, length - 1];
    assert(!watch.changed());
    for (const place of places.filter((place) => place >= 0 && place < length)) {
      for (const change of [1, 128, 255]) {
        bytes[place] ^= change;
        assert(watch.changed(), `byte ${place} of ${length} at ${start}`);
        bytes[place] ^= change;
        assert(!watch.changed());
      }
    }
  }
});

Deno.test("ByteWatch: of more bytes, what changes most is noticed at once, one that changes when its turn comes", () => {
  const bytes = new Uint8Array(3_000_000), watch = new ByteWatch(bytes);
  bytes[2_900_000] = 1;
  const found = Array.from({ length: 6 }, () => watch.changed());
  assert(found.filter(Boolean).length === 1, `${found}`);
  bytes[2_900_000] = 0;
  bytes.fill(1);
  assert(watch.changed());
});
