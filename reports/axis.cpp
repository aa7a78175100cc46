#include "reports/axis.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace rackproof {
namespace {

constexpr int kPieces = 4;

}  // namespace

double round_step(double span, int most) {
  const auto least = span / most;
  auto step = std::pow(10.0, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
    if (step * factor >= least * (1 - 1e-9)) {
      return step * factor;
    }
  }
  return step * 10;
}

std::vector<double> ticks(double from, double to, double step) {
  std::vector<double> places;
  const auto first = std::ceil(from / step - 1e-9);
  const auto last = std::floor(to / step + 1e-9);
  const bool any = first <= last;  // not where one of them is no number
  const auto count = any ? static_cast<std::size_t>(last - first) + 1 : 0;
  places.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto number = first + static_cast<double>(i);
    places.push_back(number == 0 ? 0 : number * step);  // never -0
  }
  return places;
}

Axis value_axis(double lowest, double highest, bool from_zero) {
  if (from_zero) {
    lowest = std::min(lowest, 0.0);
    highest = std::max(highest, 0.0);
  }
  if (highest - lowest <= std::abs(highest) * 1e-9) {  // one value, or values that look like one
    const auto room = highest == 0 ? 1.0 : std::abs(highest) * 0.1;
    lowest = from_zero || lowest == 0 ? lowest : lowest - room;
    highest += room;
  }
  const auto step = round_step(highest - lowest, kPieces);
  Axis axis;
  axis.from = std::floor(lowest / step + 1e-9) * step;
  axis.to = std::ceil(highest / step - 1e-9) * step;
  return axis;
}

}  // namespace rackproof
