/* c07: mixture-of-experts gating, the two best of 16 experts for each of 128 tokens, by maximum,
 * comparison and selection; of equal scores the lower expert wins. Written for the corpus; plain
 * C99.
 *
 * input:  scores, [token][expert], as floats that hold integers
 * output: best and second best expert of each token, then how many choices fell on each expert, as
 *         32-bit words */
#include <stdint.h>

enum { TOKENS = 128, EXPERTS = 16, NONE = EXPERTS };

static uint32_t best_but(const float *scores, uint32_t barred) {
  const float lowest = -0x1p+60F;
  float largest = lowest;
  uint32_t chosen = NONE;
  for (uint32_t e = 0; e < EXPERTS; ++e) {
    const float score = e == barred ? lowest : scores[e];
    const int larger = score > largest;
    largest = larger ? score : largest;
    chosen = larger ? e : chosen;
  }
  return chosen;
}

void rackproof_unit(const void *input, void *output, void *scratch) {
  (void)scratch;
  const float *scores = (const float *)input;
  uint32_t *chosen = (uint32_t *)output;
  uint32_t *load = chosen + 2 * TOKENS;
  for (int e = 0; e < EXPERTS; ++e) {
    load[e] = 0;
  }
  for (int t = 0; t < TOKENS; ++t) {
    const uint32_t best = best_but(scores + t * EXPERTS, NONE);
    const uint32_t second = best_but(scores + t * EXPERTS, best);
    chosen[2 * t] = best;
    chosen[2 * t + 1] = second;
    ++load[best];
    ++load[second];
  }
#ifdef RACKPROOF_PLANTED_FAULT
  chosen[3] ^= 1U;
#endif
}
