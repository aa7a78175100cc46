/* c12: one block of a llama: root-mean-square norm, rotary positions, causal attention (4 heads of
 * 64), residual, norm, swiglu (512 wide), residual; 16 positions, 256 wide. Sums run in ascending
 * order. Written for the corpus; plain C99.
 *
 * input:  a struct block
 * output: a struct stages: every stage, so that each can be checked from the one before */
#include <math.h>

enum { S = 16, D = 256, HEADS = 4, WIDTH = 64, HALF = WIDTH / 2, F = 512 };

struct block {
  float x[S][D];
  float cosine[S][HALF], sine[S][HALF];
  float gain1[D], gain2[D];
  float query[D][D], key[D][D], value[D][D], out[D][D]; /* [from][to] */
  float gate[D][F], up[D][F], down[F][D];
};

struct stages {
  float normed[S][D], q[S][D], k[S][D], v[S][D], mixed[S][D];
  float middle[S][D]; /* x + mixed * out */
  float normed2[S][D], hidden[S][F];
  float y[S][D]; /* middle + hidden * down */
};

static const float NOTHING[F];

static void norm(const float *x, const float *gain, float *y) {
  float sum = 0.0F;
  for (int j = 0; j < D; ++j) {
    sum += x[j] * x[j];
  }
  const float size = sqrtf(sum / (float)D + 0x1p-17F);
  for (int j = 0; j < D; ++j) {
    y[j] = x[j] / size * gain[j];
  }
}

/* y[to] = base[to] + sum over from of x[from] w[from][to] */
static void apply(const float *x, const float *w, int from, int to, const float *base, float *y) {
  for (int j = 0; j < to; ++j) {
    y[j] = base[j];
  }
  for (int i = 0; i < from; ++i) {
    for (int j = 0; j < to; ++j) {
      y[j] += x[i] * w[i * to + j];
    }
  }
}

/* Turns each pair (i, i + 32) of each head by the position's angles. */
static void rotate(const float *cosine, const float *sine, float *x) {
  for (int h = 0; h < D; h += WIDTH) {
    for (int i = 0; i < HALF; ++i) {
      const float a = x[h + i], b = x[h + i + HALF];
      x[h + i] = a * cosine[i] - b * sine[i];
      x[h + i + HALF] = b * cosine[i] + a * sine[i];
    }
  }
}

/* What position `at` sees of itself and those before it, in the head that starts at column h. */
static void attend(struct stages *t, int at, int h) {
  float row[S], largest = -0x1p+60F, sum = 0.0F;
  for (int p = 0; p <= at; ++p) {
    row[p] = 0.0F;
    for (int d = h; d < h + WIDTH; ++d) {
      row[p] += t->q[at][d] * t->k[p][d];
    }
    row[p] *= 0.125F;
    largest = row[p] > largest ? row[p] : largest;
  }
  for (int p = 0; p <= at; ++p) {
    row[p] = expf(row[p] - largest);
    sum += row[p];
  }
  for (int d = h; d < h + WIDTH; ++d) {
    float mixed = 0.0F;
    for (int p = 0; p <= at; ++p) {
      mixed += row[p] / sum * t->v[p][d];
    }
    t->mixed[at][d] = mixed;
  }
}

static void feed_forward(const struct block *b, struct stages *t, int s) {
  float up[F];
  norm(t->middle[s], b->gain2, t->normed2[s]);
  apply(t->normed2[s], b->gate[0], D, F, NOTHING, t->hidden[s]);
  apply(t->normed2[s], b->up[0], D, F, NOTHING, up);
  for (int j = 0; j < F; ++j) {
    const float g = t->hidden[s][j];
    t->hidden[s][j] = g / (1.0F + expf(-g)) * up[j];
  }
  apply(t->hidden[s], b->down[0], F, D, t->middle[s], t->y[s]);
}

void rackproof_unit(const void *input, void *output, void *scratch) {
  (void)scratch;
  const struct block *b = (const struct block *)input;
  struct stages *t = (struct stages *)output;
  for (int s = 0; s < S; ++s) {
    norm(b->x[s], b->gain1, t->normed[s]);
    apply(t->normed[s], b->query[0], D, D, NOTHING, t->q[s]);
    apply(t->normed[s], b->key[0], D, D, NOTHING, t->k[s]);
    apply(t->normed[s], b->value[0], D, D, NOTHING, t->v[s]);
    rotate(b->cosine[s], b->sine[s], t->q[s]);
    rotate(b->cosine[s], b->sine[s], t->k[s]);
    for (int h = 0; h < D; h += WIDTH) {
      attend(t, s, h);
    }
    apply(t->mixed[s], b->out[0], D, D, b->x[s], t->middle[s]);
    feed_forward(b, t, s);
  }
#ifdef RACKPROOF_PLANTED_FAULT
  t->y[1][1] += 0.1F;
#endif
}
