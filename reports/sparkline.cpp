#include "reports/sparkline.h"

#include <algorithm>
#include <cstddef>

#include "reports/figures.h"
#include "reports/html.h"

namespace rackproof {
namespace {

constexpr std::size_t kMostPoints = 300;
constexpr double kWidth = 180;
constexpr double kHeight = 28;
constexpr double kEdge = 2;

/// The lowest value of each of at most kMostPoints stretches.
std::vector<double> thinned(const std::vector<double>& values) {
  if (values.size() <= kMostPoints) {
    return values;
  }
  std::vector<double> lowest;
  for (std::size_t i = 0; i < kMostPoints; ++i) {
    const auto from = values.begin() + static_cast<std::ptrdiff_t>(i * values.size() / kMostPoints);
    const auto to =
        values.begin() + static_cast<std::ptrdiff_t>((i + 1) * values.size() / kMostPoints);
    lowest.push_back(*std::min_element(from, to));
  }
  return lowest;
}

}  // namespace

std::string sparkline(const std::vector<double>& values, const std::string& label) {
  if (values.size() < 2) {
    return "";
  }
  const auto points = thinned(values);
  const double bottom = std::min(0.0, *std::ranges::min_element(points));
  const double top = std::max(0.0, *std::ranges::max_element(points));
  const double span = top > bottom ? top - bottom : 1;
  std::string line;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double x = kEdge + (kWidth - 2 * kEdge) * static_cast<double>(i) /
                                 static_cast<double>(points.size() - 1);
    const double y = kHeight - kEdge - (kHeight - 2 * kEdge) * (points[i] - bottom) / span;
    line += (line.empty() ? "" : " ") + figures::fixed(x, 1) + "," + figures::fixed(y, 1);
  }
  return "<svg class=\"spark\" viewBox=\"0 0 " + figures::fixed(kWidth, 0) + " " +
         figures::fixed(kHeight, 0) + "\" role=\"img\" aria-label=\"" + escape_html(label) +
         "\"><polyline class=\"l0\" points=\"" + line + "\"/></svg>";
}

}  // namespace rackproof
