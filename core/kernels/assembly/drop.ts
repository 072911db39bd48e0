/** Which numbers dropout drops, by the generator of `random.ts`: xoshiro128** 1.1 (D. Blackman and S. Vigna, 2021). */

/**
 * mask [count]: 0 where 53 random bits are below `limit`, else `kept`. At `words` is the state of the generator, which goes on: two
 * numbers of 32 bits for each of the mask.
 */
export function drop(count: usize, words: usize, limit: f64, kept: f32, mask: usize): void {
  let a = load<u32>(words), b = load<u32>(words, 4), c = load<u32>(words, 8), d = load<u32>(words, 12);
  const below = <u64>limit, bits = reinterpret<u32>(kept);
  for (const end = mask + (count << 2); mask < end; mask += 4) {
    const high = rotl<u32>(b * 5, 7) * 9;
    let t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotl<u32>(d, 11);
    const low = rotl<u32>(b * 5, 7) * 9;
    t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotl<u32>(d, 11);
    // All bits, or none, without a branch that nobody could foresee.
    const drawn = (<u64>(high >>> 5) << 26) | <u64>(low >>> 6);
    store<u32>(mask, bits & (<u32>((drawn - below) >>> 63) - 1));
  }
  store<u32>(words, a);
  store<u32>(words, b, 4);
  store<u32>(words, c, 8);
  store<u32>(words, d, 12);
}
