/* Batches of images, as in `assembly/pixels.ts`. */
#include "memory.h"
#include "vector.h"

/* out [count, pixels]: the images of the given numbers, each byte as (byte - background) / divisor. */
EXPORT void chainrule_gather(
  uint32_t count, uint32_t pixels, Address images, Address order, float background, float divisor, Address out) {
  const uint32_t *chosen = (const uint32_t *)(memory + order);
  float *to = numbers(out);
  for (size_t i = 0; i < count; i++, to += pixels) {
    const uint8_t *image = (const uint8_t *)memory + images + (size_t)chosen[i] * pixels;
    for (size_t p = 0; p < pixels; p++) to[p] = ((float)image[p] - background) / divisor;
  }
}
