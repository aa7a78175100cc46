/* c11: reduce-scatter over a ring of eight ranks: each holds 65,536 numbers, each ends with the sum
 * of its eighth. In every step each rank hands the shard that it added to last on to its neighbour.
 * Written for the corpus; plain C99.
 *
 * input:   what each rank holds, as floats
 * output:  the shard that each rank ends with, in the order of the ranks, as floats
 * scratch: room for what all ranks hold */
#include <string.h>

enum { RANKS = 8, COUNT = 65536, SHARD = COUNT / RANKS };

static void add_shard(const float *from, float *to) {
  for (int i = 0; i < SHARD; ++i) {
    to[i] += from[i];
  }
}

void rackproof_unit(const void *input, void *output, void *scratch) {
  float *held = (float *)scratch;
  float *out = (float *)output;
  memcpy(held, input, (size_t)RANKS * COUNT * sizeof *held);
  for (int step = 1; step < RANKS; ++step) {
    for (int rank = 0; rank < RANKS; ++rank) {
      const int next = (rank + 1) % RANKS;
      const int shard = (rank + RANKS - step) % RANKS;
      add_shard(held + rank * COUNT + shard * SHARD, held + next * COUNT + shard * SHARD);
    }
  }
  for (int rank = 0; rank < RANKS; ++rank) {
    memcpy(out + rank * SHARD, held + rank * COUNT + rank * SHARD, SHARD * sizeof *out);
  }
#ifdef RACKPROOF_PLANTED_FAULT
  out[SHARD] += 1.0F;
#endif
}
