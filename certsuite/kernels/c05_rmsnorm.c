/* c05: residual sum and root-mean-square normalisation of 64 rows of 1,024 floats. Sums run in
 * ascending order. Written for the corpus; plain C99.
 *
 * input:  gain (1,024), then the rows, then the residual rows, as floats
 * output: the sums of both rows, then the sums normalised, as floats */
#include <math.h>

enum { ROWS = 64, COLUMNS = 1024 };

static const float EPSILON = 0x1p-17F;

static float mean_square(const float *h) {
  float sum = 0.0F;
  for (int j = 0; j < COLUMNS; ++j) {
    sum += h[j] * h[j];
  }
  return sum / (float)COLUMNS;
}

void rackproof_unit(const void *input, void *output, void *scratch) {
  (void)scratch;
  const float *gain = (const float *)input;
  const float *x = gain + COLUMNS;
  const float *residual = x + ROWS * COLUMNS;
  float *sums = (float *)output;
  float *y = sums + ROWS * COLUMNS;
  for (int i = 0; i < ROWS * COLUMNS; ++i) {
    sums[i] = x[i] + residual[i];
  }
  for (int i = 0; i < ROWS; ++i) {
    const float *h = sums + i * COLUMNS;
    const float size = sqrtf(mean_square(h) + EPSILON);
    for (int j = 0; j < COLUMNS; ++j) {
      y[i * COLUMNS + j] = h[j] / size * gain[j];
    }
  }
#ifdef RACKPROOF_PLANTED_FAULT
  y[COLUMNS + 1] *= 1.001F;
#endif
}
