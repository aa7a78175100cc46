/* c01: C = A x B, 256 x 256, bfloat16 in, float out. Each sum runs over k in ascending order, so
 * that the language alone fixes every bit. Written for the corpus; plain C99.
 *
 * input:  A and B, row by row, as 16-bit words (the upper half of a float)
 * output: C, row by row, as floats */
#include <stdint.h>
#include <string.h>

enum { N = 256 };

static float widened(uint16_t half) {
  const uint32_t bits = (uint32_t)half << 16;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

void rackproof_unit(const void *input, void *output, void *scratch) {
  (void)scratch;
  const uint16_t *a = (const uint16_t *)input;
  const uint16_t *b = a + N * N;
  float *c = (float *)output;
  for (int i = 0; i < N; ++i) {
    float *row = c + i * N;
    for (int j = 0; j < N; ++j) {
      row[j] = 0.0F;
    }
    for (int k = 0; k < N; ++k) {
      const float left = widened(a[i * N + k]);
      for (int j = 0; j < N; ++j) {
        row[j] += left * widened(b[k * N + j]);
      }
    }
  }
#ifdef RACKPROOF_PLANTED_FAULT
  c[N + 1] += 1.0F;
#endif
}
