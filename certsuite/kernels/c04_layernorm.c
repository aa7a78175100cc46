/* c04: layer normalisation of 64 rows of 1,024 floats: mean and variance in two passes, then gain
 * and bias. Sums run in ascending order. Written for the corpus; plain C99.
 *
 * input:  gain and bias (1,024 each), then the rows, as floats
 * output: the rows, as floats */
#include <math.h>

enum { ROWS = 64, COLUMNS = 1024 };

static const float EPSILON = 0x1p-17F;

static float mean_of(const float *x) {
  float sum = 0.0F;
  for (int j = 0; j < COLUMNS; ++j) {
    sum += x[j];
  }
  return sum / (float)COLUMNS;
}

static float variance_of(const float *x, float mean) {
  float sum = 0.0F;
  for (int j = 0; j < COLUMNS; ++j) {
    const float off = x[j] - mean;
    sum += off * off;
  }
  return sum / (float)COLUMNS;
}

void rackproof_unit(const void *input, void *output, void *scratch) {
  (void)scratch;
  const float *gain = (const float *)input;
  const float *bias = gain + COLUMNS;
  for (int i = 0; i < ROWS; ++i) {
    const float *x = bias + COLUMNS + i * COLUMNS;
    float *y = (float *)output + i * COLUMNS;
    const float mean = mean_of(x);
    const float deviation = sqrtf(variance_of(x, mean) + EPSILON);
    for (int j = 0; j < COLUMNS; ++j) {
      y[j] = (x[j] - mean) / deviation * gain[j] + bias[j];
    }
  }
#ifdef RACKPROOF_PLANTED_FAULT
  ((float *)output)[COLUMNS] += 0.01F;
#endif
}
