/* c09: 512 rows picked out of a table of 4,096 rows of 128 words. No arithmetic: every bit must
 * arrive. Written for the corpus; plain C99.
 *
 * input:  512 row numbers as 32-bit words, then the table as 32-bit words
 * output: the rows, in the order of the numbers */
#include <stdint.h>

enum { IDS = 512, WIDTH = 128 };

void rackproof_unit(const void *input, void *output, void *scratch) {
  (void)scratch;
  const uint32_t *ids = (const uint32_t *)input;
  const uint32_t *table = ids + IDS;
  uint32_t *rows = (uint32_t *)output;
  for (int i = 0; i < IDS; ++i) {
    const uint32_t *from = table + (uint64_t)ids[i] * WIDTH;
    for (int j = 0; j < WIDTH; ++j) {
      rows[i * WIDTH + j] = from[j];
    }
  }
#ifdef RACKPROOF_PLANTED_FAULT
  rows[WIDTH] ^= 1U;
#endif
}
