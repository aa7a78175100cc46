/* c08: convolution of one 32 x 32 picture of 16 channels (NHWC) with 3 x 3 taps to 16 channels,
 * zeros around it. Written for the corpus; plain C99.
 *
 * input:  the picture, [row][column][channel], then the taps, [row][column][in][out], as floats
 * output: the picture, [row][column][channel], as floats */

enum { SIDE = 32, CHANNELS = 16, TAPS = 3 };

/* Adds what the tap at (r, c) gives to the pixel. */
static void add_tap(const float *pixel, const float *taps, float *out) {
  for (int i = 0; i < CHANNELS; ++i) {
    for (int o = 0; o < CHANNELS; ++o) {
      out[o] += pixel[i] * taps[i * CHANNELS + o];
    }
  }
}

static void convolve(const float *picture, const float *taps, int y, int x, float *out) {
  for (int o = 0; o < CHANNELS; ++o) {
    out[o] = 0.0F;
  }
  for (int r = 0; r < TAPS; ++r) {
    for (int c = 0; c < TAPS; ++c) {
      const int row = y + r - 1;
      const int column = x + c - 1;
      if (row < 0 || row >= SIDE || column < 0 || column >= SIDE) {
        continue;
      }
      add_tap(picture + (row * SIDE + column) * CHANNELS,
              taps + (r * TAPS + c) * CHANNELS * CHANNELS, out);
    }
  }
}

void rackproof_unit(const void *input, void *output, void *scratch) {
  (void)scratch;
  const float *picture = (const float *)input;
  const float *taps = picture + SIDE * SIDE * CHANNELS;
  float *out = (float *)output;
  for (int y = 0; y < SIDE; ++y) {
    for (int x = 0; x < SIDE; ++x) {
      convolve(picture, taps, y, x, out + (y * SIDE + x) * CHANNELS);
    }
  }
#ifdef RACKPROOF_PLANTED_FAULT
  out[SIDE * CHANNELS] += 1.0F;
#endif
}
