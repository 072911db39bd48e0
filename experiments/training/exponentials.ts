/** A function that stands for eˣ. */
export type Exponential = (x: number) => number;

/** 1 + x + x²/2 + x³/6: the series of eˣ at 0, as far as the third order. Below -1.596 it is negative. */
export function taylor(x: number): number {
  return 1 + x * (1 + x * (1 / 2 + x / 6));
}

const bits = new Float64Array(1);
const halves = new Int32Array(bits.buffer);
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0; // the half with the exponent

/** ln 2 in two parts: the first has so few digits that multiples of it are exact. */
const LN2_HIGH = 0.693147180369123816490, LN2_LOW = 1.90821492927058770002e-10;

/**
 * eˣ = 2ᵏ eʳ with k = round(x/ln 2), so that |r| ≤ ln 2 / 2, where a series of sixth order is right to 1.2e-7: as much as
 * float32 can show. 2ᵏ is written as bits.
 */
export function polynomial(x: number): number {
  if (!(x >= -708)) return x !== x ? x : 0;
  if (x > 709) return Infinity;
  const k = Math.round(x * Math.LOG2E);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  halves[HIGH] = (k + 1023) << 20;
  return bits[0] *
    (1 + r * (1 + r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r / 720))))));
}

/** The plain functions by their names; what ships has kernels of its own. */
export const exponentials: Readonly<Record<"exact" | "polynomial" | "taylor", Exponential>> = {
  exact: Math.exp,
  polynomial,
  taylor,
};
