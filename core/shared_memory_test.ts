import { assertEquals, assertThrows } from "@std/assert";
import { base64 } from "./kernels/wasm_strict.ts";
import { decodeByHand, now, setPages } from "./kernels/wasm.ts";
import { Buffers, makeMemory } from "./shared_memory.ts";

Deno.test("shared memory: where the address space is short there is less of it, and the kernels take that", () => {
  for (const most of [65_536, 32_768, 20_000]) {
    class Short extends WebAssembly.Memory {
      constructor(descriptor: WebAssembly.MemoryDescriptor) {
        if (descriptor.initial > most) throw new RangeError("could not allocate memory");
        super(descriptor);
      }
    }
    const memory = makeMemory(Short), bytes = decodeByHand(base64), pages = memory.buffer.byteLength / 65_536;
    assertEquals(pages, most === 20_000 ? 16_384 : most);
    setPages(bytes, pages);
    new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory, now } });
  }
  assertThrows(
    () => setPages(new Uint8Array(100), 65_536),
    Error,
    "they don't import a memory of 16384 pages",
  );
});

Deno.test("shared memory: each buffer object is another, on the same memory", () => {
  const memory = makeMemory(),
    buffers = new Buffers(memory),
    made = Array.from({ length: 100 }, () => buffers.next()!);
  assertEquals(new Set([memory.buffer, ...made]).size, 101);
  new Uint8Array(memory.buffer)[7] = 3;
  assertEquals(made.every((buffer) => new Uint8Array(buffer)[7] === 3), true);
});

Deno.test("shared memory: in a page that is not isolated nobody asks for another buffer object", () => {
  const { structuredClone } = globalThis;
  let asked = 0;
  Object.assign(globalThis, { crossOriginIsolated: false, structuredClone: () => asked++ });
  try {
    assertEquals([new Buffers(makeMemory()).next(), asked], [undefined, 0]);
  } finally {
    Object.assign(globalThis, { structuredClone });
    Reflect.deleteProperty(globalThis, "crossOriginIsolated");
  }
});
