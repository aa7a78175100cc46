/* c06: softmax of 64 rows of 1,000 floats, shifted by each row's largest element. Sums run in
 * ascending order. Written for the corpus; plain C99.
 *
 * input and output: rows of floats */
#include <math.h>

enum { ROWS = 64, COLUMNS = 1000 };

static float largest_of(const float *row) {
  float largest = row[0];
  for (int j = 1; j < COLUMNS; ++j) {
    if (row[j] > largest) {
      largest = row[j];
    }
  }
  return largest;
}

void rackproof_unit(const void *input, void *output, void *scratch) {
  (void)scratch;
  for (int i = 0; i < ROWS; ++i) {
    const float *x = (const float *)input + i * COLUMNS;
    float *y = (float *)output + i * COLUMNS;
    const float largest = largest_of(x);
    float sum = 0.0F;
    for (int j = 0; j < COLUMNS; ++j) {
      y[j] = expf(x[j] - largest);
      sum += y[j];
    }
    for (int j = 0; j < COLUMNS; ++j) {
      y[j] = y[j] / sum;
    }
  }
#ifdef RACKPROOF_PLANTED_FAULT
  ((float *)output)[7] *= 1.001F;
#endif
}
