/*
 * The float64 functions that losses call once a row. Those of C libraries differ in the last bit from system to system; these are, operation
 * by operation, those that the WebAssembly module has from the standard library of AssemblyScript, on the numbers that losses hand to
 * them. Source of the methods: S. Nagy's optimized routines (exp, log, pow) and FreeBSD's msun (expm1, log1p), both by way of musl.
 */
#pragma once
#include "tables.h"
#include "vector.h"
#include <math.h>

#define LN2_HIGH 0x1.62e42fefa3800p-1
#define LN2_LOW 0x1.ef35793c76730p-45

INLINE double from_bits(uint64_t bits) {
  double x;
  memcpy(&x, &bits, 8);
  return x;
}

INLINE uint64_t to_bits(double x) {
  uint64_t bits;
  memcpy(&bits, &x, 8);
  return bits;
}

/* ln x of a normal number: ln c + ln(z / c) + k ln 2 for x = 2ᵏ z and the number c of the table that is next to z. */
static double log64(double x) {
  if (!(x > 0) || x == INFINITY) return x == 0 ? -INFINITY : x < 0 ? NAN : x;
  uint64_t bits = to_bits(x);
  if (x >= 1 - 0x1p-4 && x < 1 + 0x1.09p-4) {
    double r = x - 1, r2 = r * r, r3 = r2 * r;
    double y = r3 * (0x1.5555555555577p-2 + r * -0x1.ffffffffffdcbp-3 + r2 * 0x1.999999995dd0cp-3 +
      r3 * (-0x1.55555556745a7p-3 + r * 0x1.24924a344de30p-3 + r2 * -0x1.fffffa4423d65p-4 +
      r3 * (0x1.c7184282ad6cap-4 + r * -0x1.999eb43b068ffp-4 + r2 * 0x1.78182f7afd085p-4 +
      r3 * -0x1.5521375d145cdp-4)));
    double w = r * 0x1p27, r_high = r + w - w, r_low = r - r_high;
    w = r_high * r_high * -0.5;
    double high = r + w, low = r - high + w;
    low += -0.5 * r_low * (r_high + r);
    return y + low + high;
  }
  uint64_t part = bits - 0x3fe6000000000000;
  const uint64_t *row = LOG_TABLE[part >> 45 & 127];
  double k = (double)((int64_t)part >> 52), z = from_bits(bits - (part & 0xfff0000000000000));
  double r = (z - from_bits(row[2]) - from_bits(row[3])) * from_bits(row[0]);
  double w = k * LN2_HIGH + from_bits(row[1]), high = w + r, low = w - high + r + k * LN2_LOW, r2 = r * r;
  return low + r2 * -0x1.0000000000001p-1 +
    r * r2 * (0x1.555555551305bp-2 + r * -0x1.fffffffeb4590p-3 + r2 * (0x1.999b324f10111p-3 + r * -0x1.55575e506c89fp-3)) +
    high;
}

/* ln (1 + x) for 0 ≤ x < √2 - 1. */
static double log1p_64(double x) {
  double half = 0.5 * x * x, s = x / (2 + x), z = s * s, w = z * z;
  double even = w * (0x1.999999997fa04p-2 + w * (0x1.c71c51d8e78afp-3 + w * 0x1.39a09d078c69fp-3));
  double odd = z * (0x1.5555555555593p-1 +
    w * (0x1.2492494229359p-2 + w * (0x1.7466496cb03dep-3 + w * 0x1.2f112df3e5244p-3)));
  return s * (half + (odd + even)) - half + x;
}

/* eˣ⁺ᵗ for a small t: 2^(k/128) eʳ. What would be subnormal is 0: losses add it to much larger numbers. */
static double exp_of_sum(double x, double t) {
  if (x != x) return x;
  if (fabs(x) < 0x1p-54) return 1;
  if (x < -708) return 0;
  if (x > 709) return INFINITY;
  double shifted = 0x1.71547652b82fep7 * x + 0x1.8p52, k = shifted - 0x1.8p52;
  uint64_t bits = to_bits(shifted);
  double r = x + k * -0x1.62e42fefa0000p-8 + k * -0x1.cf79abc9e3b3ap-47;
  r += t;
  const uint64_t *row = EXP_TABLE[bits & 127];
  double r2 = r * r, scale = from_bits(row[1] + (bits << 45));
  double rest = from_bits(row[0]) + r + r2 * (0x1.ffffffffffdbdp-2 + r * 0x1.555555555543cp-3) +
    r2 * r2 * (0x1.55555cf172b91p-5 + r * 0x1.1111167a4d017p-7);
  return scale + scale * rest;
}

static double exp64(double x) {
  return exp_of_sum(x, 0);
}

/* eˣ - 1 for x below 700. */
static double expm1_64(double x) {
  if (x != x || fabs(x) < 0x1p-54) return x;
  if (x <= -0x1.3687ap5) return -1;
  double c = 0;
  int k = 0;
  if (fabs(x) >= 0x1.62e43p-2) {
    k = fabs(x) < 0x1.0a2b2p0 ? (x < 0 ? -1 : 1) : (int)(0x1.71547652b82fep0 * x + copysign(0.5, x));
    double high = x - k * 0x1.62e42fee00000p-1, low = k * 0x1.a39ef35793c76p-33;
    x = high - low;
    c = high - x - low;
  }
  double half = 0.5 * x, s = x * half, q = s * s;
  double r = (1 + s * -0x1.11111111110f4p-5) +
    q * ((0x1.a01a019fe5585p-10 + s * -0x1.4ce199eaadbb7p-14) + q * (0x1.0cfca86e65239p-18 + s * -0x1.afdb76e09c32dp-23));
  double t = 3 - r * half, e = s * ((r - t) / (6 - x * t));
  if (k == 0) return x - (x * e - s);
  e = x * (e - c) - c;
  e -= s;
  if (k == -1) return 0.5 * (x - e) - 0.5;
  if (k == 1) return x < -0.25 ? -2 * (e - (x + 0.5)) : 1 + 2 * (x - e);
  double power = from_bits((uint64_t)(0x3ff + k) << 52);
  if (k < 0 || k > 56) return (x - e + 1) * power - 1;
  double inverse = from_bits((uint64_t)(0x3ff - k) << 52);
  return (x + (k < 20 ? 1 - inverse - e : 1 - (e + inverse))) * power;
}

/* xʸ for y > 0: e^(y ln x), where ln x has a second part. */
static double pow64(double x, double y) {
  if (y == 2) return x * x;
  if (y == 0.5) return fabs(sqrt(x));
  if (y == 1) return x;
  if (y == 0) return 1;
  if (x != x || y != y) return x + y;
  if (x < 0) {
    /* A rest below 0, by rounding: only whole powers of it are numbers. */
    double whole = floor(y);
    return whole != y ? NAN : fmod(whole, 2) == 1 ? -pow64(-x, y) : pow64(-x, y);
  }
  if (x == 0 || x == INFINITY) return x;
  uint64_t bits = to_bits(x), part = bits - 0x3fe6955500000000;
  const uint64_t *row = POW_TABLE[part >> 45 & 127];
  uint64_t z_bits = bits - (part & 0xfff0000000000000);
  double k = (double)((int64_t)part >> 52), inverse = from_bits(row[0]);
  double z = from_bits(z_bits), z_high = from_bits((z_bits + 0x80000000) & 0xffffffff00000000), z_low = z - z_high;
  double r_high = z_high * inverse - 1, r_low = z_low * inverse, r = r_high + r_low;
  double t1 = k * LN2_HIGH + from_bits(row[1]), t2 = t1 + r;
  double low1 = k * LN2_LOW + from_bits(row[2]), low2 = t1 - t2 + r;
  double a = -0.5 * r, a2 = r * a, a3 = r * a2, a_high = -0.5 * r_high, a_high2 = r_high * a_high;
  double high = t2 + a_high2, low3 = r_low * (a + a_high), low4 = t2 - high + a_high2;
  double p = a3 * (-0x1.5555555555560p-1 + r * 0x1.0000000000006p-1 +
    a2 * (0x1.999999959554ep-1 + r * -0x1.555555529a47ap-1 + a2 * (-0x1.2495b9b4845e9p0 + r * 0x1.0002b8b263fc3p0)));
  double low = low1 + low2 + low3 + low4 + p, log_high = high + low, log_low = high - log_high + low;
  double y_high = from_bits(to_bits(y) & 0xfffffffff8000000), y_low = y - y_high;
  double l_high = from_bits(to_bits(log_high) & 0xfffffffff8000000), l_low = log_high - l_high + log_low;
  return exp_of_sum(y_high * l_high, y_low * l_high + y * l_low);
}
