import { assert, assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { everything, named } from "../everything.ts";
import { kernels } from "../kernels.ts";
import { nativePath } from "../parity.ts";
import { simd } from "../simd.ts";
import { startThreads } from "../threads.ts";
import { useKernels } from "../use_kernels.ts";
import { Tensor } from "../../tensor.ts";
import { NativeError } from "./errors.ts";
import { SOURCES } from "./sources.ts";
import { useNative } from "./use_native.ts";

const ignore = nativePath === undefined;
/** The folder of the library that may be loaded. */
const place = nativePath?.replace(/\/[^/]*$/, "");

/** What is thrown, which must be one line. */
function refusal(path?: string): string {
  const { message } = assertThrows(() => useNative(path), NativeError);
  assert(/^Cannot use native kernels: .*$/.test(message), message);
  return message;
}

Deno.test("useNative(): without permission it says which one is wanted", () => {
  for (const path of ["/nowhere/library.so", "/nowhere"]) {
    assertEquals(refusal(path), `Cannot use native kernels: permission is missing, want --allow-ffi=${path}`);
  }
});

Deno.test({
  name: "useNative(): a folder without a library, and a file that is none, are refused",
  ignore,
  fn() {
    assertEquals(
      refusal(`${place}/nothing`),
      `Cannot use native kernels: there is no library of these sources in ${place}/nothing, want \`deno task native\``,
    );
    assert(refusal(`${place}/nothing.so`).includes("nothing.so"));
    const broken = `${place}/broken.so`;
    try {
      Deno.writeTextFileSync(broken, "no library");
      assert(refusal(broken).includes("broken.so"));
    } finally {
      Deno.removeSync(broken);
    }
  },
});

Deno.test({
  name: "useNative(): a library of other sources is refused",
  ignore,
  fn() {
    const bytes = Deno.readFileSync(nativePath!), changed = `${place}/changed.so`;
    // Wherever the hash is, as the processor finds it; where that is in pieces, there is nothing to change.
    const hash = new Uint8Array(Uint32Array.of(SOURCES).buffer);
    const at = bytes.findIndex((_, i) => hash.every((byte, k) => bytes[i + k] === byte));
    if (at < 0) return;
    bytes[at] ^= 1;
    try {
      Deno.writeFileSync(changed, bytes);
      assertEquals(
        refusal(changed),
        `Cannot use native kernels: ${changed} was compiled from other sources, want \`deno task native\``,
      );
    } finally {
      Deno.removeSync(changed);
    }
  },
});

Deno.test({
  name: "useNative(): the kernels of float32 are native until it is stopped",
  ignore,
  fn() {
    const wanted = everything(kernels.float32), y = Tensor.zeros([3]), before = kernels.float32;
    {
      using inUse = useNative(place);
      assert(inUse.path.startsWith(place!));
      assert(kernels.float32 !== before);
      assertThrows(() => useNative(place), Error, "is in use, stop it first");
      assertEquals(everything(kernels.float32), wanted);
      kernels.float32.activate(named("tanh"), Tensor.from([0, 1, 2]), y);
      inUse.stop();
      assertStrictEquals(kernels.float32, before);
    }
    assertStrictEquals(kernels.float32, before);
    useNative(place).stop();
  },
});

Deno.test({
  name: "useNative(): threads are those of the library, for any number the same bytes",
  ignore,
  async fn() {
    const wanted = everything(simd);
    using inUse = useNative(place);
    for (const count of [1, 2, 3, 5]) {
      using threads = await startThreads(count);
      assertEquals(threads.count, count);
      assertEquals(everything(kernels.float32), wanted, `${count} threads`);
      if (count === 1) continue;
      // They fall asleep, and wake up.
      await new Promise((resolve) => setTimeout(resolve, 20));
      assertEquals(everything(kernels.float32), wanted, `${count} threads, again`);
      assertThrows(
        () => inUse.stop(),
        Error,
        `Cannot stop native kernels: ${count} threads are running, stop them first`,
      );
      await assertRejects(() => startThreads(2), Error, "are running, stop them first");
    }
    assertEquals(everything(kernels.float32), wanted);
  },
});

Deno.test({
  name: "useNative(): while threads run, nothing is switched",
  ignore,
  async fn() {
    const before = kernels.float32;
    using _threads = await startThreads(2);
    assertThrows(
      () => useNative(place),
      Error,
      "Cannot use native kernels: 2 threads are running, stop them first",
    );
    assertStrictEquals(kernels.float32, before);
  },
});

Deno.test('useNative(): after useKernels("strict") it is refused, whether there is a library or not', () => {
  useKernels("strict");
  const before = kernels.float32;
  assertThrows(
    () => useNative(place),
    Error,
    'Cannot use native kernels: strict ones are in use, call useKernels("fast") first',
  );
  assertStrictEquals(kernels.float32, before);
  useKernels("fast");
});

Deno.test({
  name: "useNative(): useKernels is refused until they are stopped",
  ignore,
  fn() {
    const native = useNative(place), before = kernels.float32;
    for (const rounding of ["fast", "strict"] as const) {
      assertThrows(
        () => useKernels(rounding),
        Error,
        "Cannot choose kernels: native ones are in use, stop them first",
      );
      assertStrictEquals(kernels.float32, before);
    }
    native.stop();
    useKernels("strict");
    useKernels("fast");
    useNative(place).stop();
  },
});

Deno.test({
  name: "useNative(): a result in the memory of an argument is refused, as by other kernels",
  ignore,
  fn() {
    using _native = useNative(place);
    const a = Tensor.from([[1, 2], [3, 4]]);
    assertThrows(
      () => kernels.float32.multiply(a, a, a),
      Error,
      "Cannot multiply: out is in the memory of a",
    );
  },
});

Deno.test({
  name: "useNative(): thousands of jobs in a row, each done completely before the next",
  ignore,
  async fn() {
    using _native = useNative(place), _threads = await startThreads(3);
    const x = Tensor.zeros([5, 4096]), y = Tensor.zeros([5, 4096]);
    for (let i = 0; i < 5000; i++) {
      x.data[0] = x.data[12_288] = x.data[x.size - 1] = i;
      kernels.float32.activate(named("relu"), x, y);
      assertStrictEquals(y.data[0] + y.data[12_288] + y.data[x.size - 1], 3 * i);
    }
  },
});
