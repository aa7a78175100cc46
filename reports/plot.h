#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "schemas/units.h"

namespace rackproof {

struct PlotPoint {
  double seconds = 0;           ///< From the start of the run.
  std::optional<double> value;  ///< None = not read: the line breaks here.
};

/// One device's series.
struct PlotLine {
  std::string label;
  std::vector<PlotPoint> points;  ///< In time order.
};

/// A stretch of the run, shaded behind the lines.
struct PlotPhase {
  std::string name;
  double from = 0;
  double to = 0;
};

struct Plot {
  std::string title;
  std::string note;  ///< A sentence under the drawing; may be empty.
  Unit unit = Unit::one;
  bool from_zero = true;  ///< Whether the value axis must hold zero.
  double seconds = 0;     ///< Length of the time axis.
  std::vector<PlotPhase> phases;
  std::vector<PlotLine> lines;
};

/// More lines than this are drawn as one band: lowest, median and highest at each time.
inline constexpr std::size_t kMostLines = 8;

/// The plot as a `<figure>` with an inline SVG: no script, no style but classes of the page, the
/// same bytes for the same plot. Says "nothing was read" where there is no value at all.
[[nodiscard]] std::string draw(const Plot& plot);

}  // namespace rackproof
