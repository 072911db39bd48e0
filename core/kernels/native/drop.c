/* Which numbers dropout drops, by the generator of `random.ts`: xoshiro128** 1.1 (D. Blackman and S. Vigna, 2021). */
#include "memory.h"
#include "vector.h"

INLINE uint32_t rotated(uint32_t word, int bits) {
  return word << bits | word >> (32 - bits);
}

/* The next number of a generator. */
INLINE uint32_t next_word(uint32_t s[4]) {
  uint32_t result = rotated(s[1] * 5, 7) * 9, t = s[1] << 9;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotated(s[3], 11);
  return result;
}

/*
 * mask [count]: 0 where 53 random bits are below `limit`, else `kept`. At `words` is the state of the generator, which goes on: two
 * numbers of 32 bits for each of the mask.
 */
EXPORT void chainrule_drop(uint32_t count, Address words, double limit, float kept, Address mask) {
  uint32_t *state = (uint32_t *)(memory + words), s[4];
  memcpy(s, state, sizeof s);
  float *to = numbers(mask);
  uint64_t below = (uint64_t)limit;
  uint32_t kept_bits;
  memcpy(&kept_bits, &kept, 4);
  for (size_t i = 0; i < count; i++) {
    uint64_t high = next_word(s) >> 5, low = next_word(s) >> 6;
    /* All bits, or none, without a branch that nobody could foresee. */
    uint32_t bits = kept_bits & ((uint32_t)(((high << 26 | low) - below) >> 63) - 1);
    memcpy(to + i, &bits, 4);
  }
  memcpy(state, s, sizeof s);
}
