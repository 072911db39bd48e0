/**
 * For each dimension but the first: the degree and the inner coefficients of a primitive polynomial over {0, 1}, and the first
 * direction numbers (S. Joe and F. Kuo, "Constructing Sobol sequences with better two-dimensional projections", 2008; their file
 * new-joe-kuo-6.21201).
 */
// deno-fmt-ignore
const DIRECTIONS: readonly (readonly [degree: number, coefficients: number, first: readonly number[]])[] = [
  [1, 0, [1]], [2, 1, [1, 3]], [3, 1, [1, 3, 1]], [3, 2, [1, 1, 1]],
  [4, 1, [1, 1, 3, 3]], [4, 4, [1, 3, 5, 13]],
  [5, 2, [1, 1, 5, 5, 17]], [5, 4, [1, 1, 5, 5, 5]], [5, 7, [1, 1, 7, 11, 19]],
  [5, 11, [1, 1, 5, 1, 1]], [5, 13, [1, 1, 1, 3, 11]], [5, 14, [1, 3, 5, 5, 31]],
];

/** How many bits numbers have. */
const BITS = 32;

/**
 * A coordinate of a point of Sobol's sequence (I. Sobol, 1967), from 0 to below 1: of the first 2ᵏ points, each interval of length
 * 2⁻ᵏ has exactly one, in every dimension. Undefined in a dimension after the thirteenth.
 *
 * @param number Of the point, from 0.
 * @param dimension From 0.
 */
export function sobol(number: number, dimension: number): number | undefined {
  const directions = directionsOf(dimension);
  if (!directions) return undefined;
  let bits = 0;
  for (let i = 0, rest = number; rest > 0; i++, rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) bits ^= directions[i];
  }
  return (bits >>> 0) / 2 ** BITS;
}

const made = new Map<number, Uint32Array | undefined>();

function directionsOf(dimension: number): Uint32Array | undefined {
  if (!made.has(dimension)) made.set(dimension, makeDirections(dimension));
  return made.get(dimension);
}

/** The bits that each bit of a point's number turns. */
function makeDirections(dimension: number): Uint32Array | undefined {
  const turned = new Uint32Array(BITS);
  if (dimension === 0) return turned.map((_, i) => 1 << BITS - 1 - i);
  if (dimension > DIRECTIONS.length) return undefined;
  const [degree, coefficients, first] = DIRECTIONS[dimension - 1];
  for (let i = 0; i < BITS; i++) {
    if (i < degree) {
      turned[i] = first[i] << BITS - 1 - i;
      continue;
    }
    turned[i] = turned[i - degree] ^ turned[i - degree] >>> degree;
    for (let k = 1; k < degree; k++) {
      if (coefficients >> degree - 1 - k & 1) turned[i] ^= turned[i - k];
    }
  }
  return turned;
}
