/* c03: attention forward, softmax(Q K^T / sqrt(d)) V: 4 heads, 128 positions, 64 wide. Sums run in
 * ascending order. Written for the corpus; plain C99.
 *
 * input:  Q, K and V, each [head][position][width], as floats
 * output: the weights P, [head][query][key], then P V, [head][query][width], as floats */
#include <math.h>

enum { HEADS = 4, POSITIONS = 128, WIDTH = 64 };

static const float SCALE = 0.125F; /* 1 / sqrt(64) */

static void scores(const float *query, const float *keys, float *row) {
  for (int t = 0; t < POSITIONS; ++t) {
    float sum = 0.0F;
    for (int d = 0; d < WIDTH; ++d) {
      sum += query[d] * keys[t * WIDTH + d];
    }
    row[t] = sum * SCALE;
  }
}

static void softmax(float *row) {
  float largest = row[0];
  for (int t = 1; t < POSITIONS; ++t) {
    if (row[t] > largest) {
      largest = row[t];
    }
  }
  float sum = 0.0F;
  for (int t = 0; t < POSITIONS; ++t) {
    row[t] = expf(row[t] - largest);
    sum += row[t];
  }
  for (int t = 0; t < POSITIONS; ++t) {
    row[t] = row[t] / sum;
  }
}

static void mix(const float *row, const float *values, float *out) {
  for (int d = 0; d < WIDTH; ++d) {
    out[d] = 0.0F;
  }
  for (int t = 0; t < POSITIONS; ++t) {
    for (int d = 0; d < WIDTH; ++d) {
      out[d] += row[t] * values[t * WIDTH + d];
    }
  }
}

void rackproof_unit(const void *input, void *output, void *scratch) {
  (void)scratch;
  const float *q = (const float *)input;
  const float *k = q + HEADS * POSITIONS * WIDTH;
  const float *v = k + HEADS * POSITIONS * WIDTH;
  float *weights = (float *)output;
  float *out = weights + HEADS * POSITIONS * POSITIONS;
  for (int row = 0; row < HEADS * POSITIONS; ++row) {
    const int head = row / POSITIONS * POSITIONS * WIDTH;
    scores(q + row * WIDTH, k + head, weights + row * POSITIONS);
    softmax(weights + row * POSITIONS);
    mix(weights + row * POSITIONS, v + head, out + row * WIDTH);
  }
#ifdef RACKPROOF_PLANTED_FAULT
  out[WIDTH] += 0.001F;
#endif
}
