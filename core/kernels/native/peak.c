/* What a processor can do at most: what products are measured against. */
#include "memory.h"
#include "vector.h"

/*
 * `count` multiply-adds of four numbers, or some more, on nothing but registers. Twelve sums are under way: enough to hide how long each
 * takes. Returns their sum, so that no compiler leaves them out.
 */
EXPORT float chainrule_multiply_adds(uint32_t count) {
  Floats a = splat(1e-3f), b = splat(1e-3f), sums[12];
  for (size_t i = 0; i < 12; i++) sums[i] = a;
  /* Neither is known to the compiler. */
  __asm__ volatile("" : "+m"(a), "+m"(b));
  for (size_t done = 0; done < (size_t)count * 4; done += 12 * LANES) {
    UNROLL for (size_t i = 0; i < 12; i++) sums[i] = fmadd(a, b, sums[i]);
  }
  Floats total = {0};
  for (size_t i = 0; i < 12; i++) total += sums[i];
  return total[0];
}
