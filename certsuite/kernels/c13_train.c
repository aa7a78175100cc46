/* c13: eight training steps of a two-layer perceptron, 128 wide, batch of 32: forward, squared
 * error, backward, plain gradient descent. Every sum runs in ascending order. Written for the
 * corpus; plain C99.
 *
 * input:  W1 and W2 (128 x 128, [from][to]), x and target (32 x 128), as floats
 * output: after each step its loss, then W1 and W2, as floats
 * scratch: room for a struct net */
#include <string.h>

enum { D = 128, BATCH = 32, STEPS = 8 };

static const float RATE = 0.125F;

struct net {
  float x[BATCH][D];
  float target[BATCH][D];
  float w1[D][D];
  float w2[D][D];
  float hidden[BATCH][D];
  float out[BATCH][D];
  float back[BATCH][D];
};

static void layer(float w[D][D], float in[BATCH][D], float out[BATCH][D]) {
  for (int b = 0; b < BATCH; ++b) {
    for (int j = 0; j < D; ++j) {
      out[b][j] = 0.0F;
    }
    for (int i = 0; i < D; ++i) {
      for (int j = 0; j < D; ++j) {
        out[b][j] += in[b][i] * w[i][j];
      }
    }
  }
}

static void rectify(float values[BATCH][D]) {
  for (int b = 0; b < BATCH; ++b) {
    for (int j = 0; j < D; ++j) {
      values[b][j] = values[b][j] > 0.0F ? values[b][j] : 0.0F;
    }
  }
}

/* out becomes the error; the loss is the mean of its squares. */
static float loss_and_error(float out[BATCH][D], float target[BATCH][D]) {
  float sum = 0.0F;
  for (int b = 0; b < BATCH; ++b) {
    for (int j = 0; j < D; ++j) {
      out[b][j] -= target[b][j];
      sum += out[b][j] * out[b][j];
    }
  }
  return sum / (float)(BATCH * D);
}

/* The error before the second layer, where the hidden value passed the rectifier. */
static void backward(struct net *n) {
  for (int b = 0; b < BATCH; ++b) {
    for (int i = 0; i < D; ++i) {
      float sum = 0.0F;
      for (int j = 0; j < D; ++j) {
        sum += n->out[b][j] * n->w2[i][j];
      }
      n->back[b][i] = n->hidden[b][i] > 0.0F ? sum : 0.0F;
    }
  }
}

static void descend(float w[D][D], float in[BATCH][D], float error[BATCH][D]) {
  for (int i = 0; i < D; ++i) {
    for (int j = 0; j < D; ++j) {
      float sum = 0.0F;
      for (int b = 0; b < BATCH; ++b) {
        sum += in[b][i] * error[b][j];
      }
      w[i][j] -= RATE * (sum / (float)BATCH);
    }
  }
}

void rackproof_unit(const void *input, void *output, void *scratch) {
  const float *from = (const float *)input;
  float *after = (float *)output;
  struct net *n = (struct net *)scratch;
  memcpy(n->w1, from, sizeof n->w1);
  memcpy(n->w2, from + D * D, sizeof n->w2);
  memcpy(n->x, from + 2 * D * D, sizeof n->x);
  memcpy(n->target, from + 2 * D * D + BATCH * D, sizeof n->target);
  for (int step = 0; step < STEPS; ++step) {
    layer(n->w1, n->x, n->hidden);
    rectify(n->hidden);
    layer(n->w2, n->hidden, n->out);
    after[0] = loss_and_error(n->out, n->target);
    backward(n);
    descend(n->w2, n->hidden, n->out);
    descend(n->w1, n->x, n->back);
    memcpy(after + 1, n->w1, sizeof n->w1);
    memcpy(after + 1 + D * D, n->w2, sizeof n->w2);
    after += 1 + 2 * D * D;
  }
#ifdef RACKPROOF_PLANTED_FAULT
  after[-1] += 0.001F;
#endif
}
