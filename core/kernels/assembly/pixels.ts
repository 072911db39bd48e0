/** Batches of images. */

/**
 * out [count, pixels]: the images of the given numbers, each byte as (byte - background) / divisor. `order` holds
 * 32-bit numbers of images; `images` holds all images, `pixels` bytes each.
 */
export function gather(
  count: usize, pixels: usize, images: usize, order: usize, background: f32, divisor: f32, out: usize,
): void {
  const backgrounds = f32x4.splat(background), divisors = f32x4.splat(divisor);
  for (let i: usize = 0; i < count; i++) {
    const image = images + <usize>load<u32>(order + (i << 2)) * pixels;
    let p: usize = 0;
    for (; p + 4 <= pixels; p += 4) {
      const bytes = i16x8.extend_low_i8x16_u(v128.load32_zero(image + p));
      const values = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(bytes));
      v128.store(out, f32x4.div(f32x4.sub(values, backgrounds), divisors));
      out += 16;
    }
    for (; p < pixels; p++, out += 4) {
      store<f32>(out, (<f32>load<u8>(image + p) - background) / divisor);
    }
  }
}
