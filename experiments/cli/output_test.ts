import { assertEquals } from "@std/assert";
import { Output } from "./output.ts";

/** A stream that takes so many bytes, and then fails, or would block. */
function stream(room: number, error: () => Error = () => new Deno.errors.WouldBlock("again")) {
  const taken: number[] = [];
  const writeSync = (bytes: Uint8Array) => {
    const part = bytes.subarray(0, Math.min(room, 100));
    if (part.length === 0 && bytes.length > 0) throw error();
    taken.push(...part);
    room -= part.length;
    return part.length;
  };
  return { writeSync, more: (bytes: number) => room += bytes, text: () => String.fromCharCode(...taken) };
}

Deno.test("text that a slow reader does not take yet waits, in order", async () => {
  const slow = stream(10),
    output = new Output(slow),
    lines = Array.from({ length: 20 }, (_, i) => `line ${i}\n`);
  for (const line of lines) output.write(line);
  assertEquals(slow.text(), lines.join("").slice(0, 10));
  const ended = output.end();
  setTimeout(() => slow.more(1000), 50);
  assertEquals(await ended, true);
  assertEquals(slow.text(), lines.join(""));
});

Deno.test("what is too much for a reader that has stalled is left out line by line, and said to be lost", async () => {
  const slow = stream(0), output = new Output(slow), line = "x".repeat(999) + "\n";
  for (let i = 0; i < 100; i++) output.write(line);
  slow.more(1e6);
  assertEquals(await output.end(), false);
  assertEquals(slow.text(), line.repeat(65));
  assertEquals(await new Output(stream(0)).end(), true); // nothing was written
});

Deno.test("a stream that fails fails nothing; it is told, unless its reader has gone", async () => {
  const cases = [
    [() => new Error("No space left on device (os error 28)"), false],
    [() => new Deno.errors.BrokenPipe("Broken pipe (os error 32)"), true],
  ] as const;
  for (const [error, arrived] of cases) {
    const full = stream(3, error), output = new Output(full);
    output.write("hello\n");
    output.write("again\n");
    assertEquals([full.text(), await output.end()], ["hel", arrived]);
  }
});
