import { assertEquals } from "@std/assert";
import { coreTypeFor, describe } from "./python.ts";

const openBlas = (core: string) => ({ name: "OpenBLAS 0.3.21", core });

Deno.test("coreTypeFor: only where OpenBLAS leaves AVX-512 unused", () => {
  assertEquals(coreTypeFor({ blas: openBlas("Prescott"), avx512: true }), "SKYLAKEX");
  assertEquals(coreTypeFor({ blas: openBlas("Zen"), avx512: true }), "SKYLAKEX");
  assertEquals(coreTypeFor({ blas: openBlas("Prescott"), avx512: false }), "");
  assertEquals(coreTypeFor({ blas: openBlas("Cooperlake"), avx512: true }), "");
  assertEquals(coreTypeFor({ blas: { name: "MKL", core: "" }, avx512: true }), "");
});

Deno.test("describe: says what was set, or what was ignored", () => {
  const probe = { python: "3.11.2", extra: "", inherited: "Haswell", avx512: true };
  assertEquals(
    describe("python3", { ...probe, blas: openBlas("SkylakeX") }, "SKYLAKEX"),
    "python3 3.11.2, OpenBLAS 0.3.21 for SkylakeX, OPENBLAS_CORETYPE=SKYLAKEX",
  );
  assertEquals(
    describe("python3", { ...probe, blas: openBlas("Cooperlake") }, ""),
    "python3 3.11.2, OpenBLAS 0.3.21 for Cooperlake, OPENBLAS_CORETYPE=Haswell ignored",
  );
  assertEquals(
    describe("python3", { ...probe, blas: { name: "MKL", core: "" }, extra: "AVX512" }, ""),
    "python3 3.11.2, MKL, AVX512",
  );
});
