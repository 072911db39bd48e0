/* What a library says of itself before any kernel of it runs. */
#include "memory.h"

/* Compiled for any processor of the family, since this one may not have what the kernels use. */
#if defined __x86_64__
#define ANY_PROCESSOR __attribute__((target("arch=x86-64")))
#else
#define ANY_PROCESSOR
#endif

/* Sets the memory that the calling thread's addresses are offsets in. */
EXPORT void chainrule_attach(char *start) {
  memory = start;
}

/* The hash of the sources: see `sources.ts`. */
EXPORT ANY_PROCESSOR uint32_t chainrule_sources(void) {
  return SOURCES;
}

/* Whether this processor has what the library was compiled for. */
EXPORT ANY_PROCESSOR int32_t chainrule_runs_here(void) {
#if defined __x86_64__
  __builtin_cpu_init();
#if defined __AVX512F__
  if (!__builtin_cpu_supports("avx512f")) return 0;
#endif
#if defined __AVX512VL__
  if (!__builtin_cpu_supports("avx512vl") || !__builtin_cpu_supports("avx512bw") || !__builtin_cpu_supports("avx512dq")) return 0;
#endif
#if defined __AVX2__
  if (!__builtin_cpu_supports("avx2")) return 0;
#endif
#if defined __FMA__
  if (!__builtin_cpu_supports("fma")) return 0;
#endif
#if defined __BMI2__
  if (!__builtin_cpu_supports("bmi2")) return 0;
#endif
#endif
  return 1;
}

#if defined __has_feature
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__
#endif
#endif

#if defined __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>

/* Makes every access to some bytes an error, or allows it again: what lies between the tensors of a test. */
EXPORT void chainrule_poison(Address start, uint32_t bytes, int32_t poisoned) {
  if (poisoned) __asan_poison_memory_region(memory + start, bytes);
  else __asan_unpoison_memory_region(memory + start, bytes);
}
#endif
