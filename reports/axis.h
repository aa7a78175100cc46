#pragma once

#include <vector>

namespace rackproof {

/// A stretch of numbers laid on a stretch of the drawing.
struct Axis {
  double from = 0;
  double to = 1;
  double first_pixel = 0;
  double last_pixel = 1;

  [[nodiscard]] double pixel(double value) const {
    return first_pixel + (value - from) / (to - from) * (last_pixel - first_pixel);
  }
};

/// 1, 2 or 5 times a power of ten: the smallest that cuts `span` into at most `most` pieces.
[[nodiscard]] double round_step(double span, int most);

/// Multiples of `step` inside [from, to], in order.
[[nodiscard]] std::vector<double> ticks(double from, double to, double step);

/// [lowest, highest] widened to multiples of a round step, never empty.
[[nodiscard]] Axis value_axis(double lowest, double highest, bool from_zero);

}  // namespace rackproof
