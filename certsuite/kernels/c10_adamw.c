/* c10: one step of AdamW, or of plain gradient descent, on 100,000 parameters. The order of every
 * operation is the one that is written. Written for the corpus; plain C99.
 *
 * input:  a struct settings; then the parameters and their gradients; for AdamW then both moments,
 *         as floats
 * output: the parameters; for AdamW then both moments, as floats */
#include <math.h>

enum { COUNT = 100000 };

struct settings {
  float adam; /* 0: plain gradient descent with rate alone */
  float rate;
  float beta1;
  float beta2;
  float epsilon;
  float decay;
  float correction1; /* 1 - beta1^t */
  float correction2;
};

static void descend(const struct settings *s, const float *w, const float *g, float *out) {
  for (int i = 0; i < COUNT; ++i) {
    out[i] = w[i] - s->rate * g[i];
  }
}

static void adam(const struct settings *s, const float *w, const float *g, float *out) {
  const float *m = g + COUNT;
  const float *v = m + COUNT;
  for (int i = 0; i < COUNT; ++i) {
    const float first = s->beta1 * m[i] + (1.0F - s->beta1) * g[i];
    const float second = s->beta2 * v[i] + (1.0F - s->beta2) * (g[i] * g[i]);
    const float size = sqrtf(second / s->correction2) + s->epsilon;
    const float step = first / s->correction1 / size + s->decay * w[i];
    out[i] = w[i] - s->rate * step;
    out[COUNT + i] = first;
    out[2 * COUNT + i] = second;
  }
}

void rackproof_unit(const void *input, void *output, void *scratch) {
  (void)scratch;
  const struct settings *s = (const struct settings *)input;
  const float *w = (const float *)(s + 1);
  const float *g = w + COUNT;
  float *out = (float *)output;
  if (s->adam != 0.0F) {
    adam(s, w, g, out);
  } else {
    descend(s, w, g, out);
  }
#ifdef RACKPROOF_PLANTED_FAULT
  out[COUNT / 2] += 0.001F;
#endif
}
