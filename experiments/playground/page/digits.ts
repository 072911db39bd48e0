/** Numbers with as many digits as can be compared.
 * @module
 */

/** A number with so many significant digits: `-0.012346`, `3.2100e-8`. */
export function digits(value: number, count = 5): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size < 1e-4 || size >= 1e6 ? value.toExponential(count - 1) : value.toPrecision(count);
  const [mantissa, exponent] = text.split("e");
  const shown = exponent === undefined ? mantissa : `${mantissa} · 10${superscript(Number(exponent))}`;
  return shown.replace("-", "−");
}

function superscript(value: number): string {
  return [...String(value)].map((letter) => letter === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(letter)]).join("");
}
