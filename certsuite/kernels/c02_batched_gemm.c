/* c02: eight products C = A x B, 128 x 128 each, bfloat16 in, float out. Each sum runs over k in
 * ascending order, so that the language alone fixes every bit. Written for the corpus; plain C99.
 *
 * input:  every A, then every B, row by row, as 16-bit words (the upper half of a float)
 * output: every C, row by row, as floats */
#include <stdint.h>
#include <string.h>

enum { BATCHES = 8, N = 128 };

static float widened(uint16_t half) {
  const uint32_t bits = (uint32_t)half << 16;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static void multiply(const uint16_t *a, const uint16_t *b, float *c) {
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
}

void rackproof_unit(const void *input, void *output, void *scratch) {
  (void)scratch;
  const uint16_t *a = (const uint16_t *)input;
  const uint16_t *b = a + BATCHES * N * N;
  float *c = (float *)output;
  for (int batch = 0; batch < BATCHES; ++batch) {
    multiply(a + batch * N * N, b + batch * N * N, c + batch * N * N);
  }
#ifdef RACKPROOF_PLANTED_FAULT
  c[BATCHES * N * N - 1] += 1.0F;
#endif
}
