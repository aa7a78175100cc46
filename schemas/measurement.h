#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schemas/criterion.h"
#include "schemas/enum_names.h"
#include "schemas/units.h"

namespace rackproof {

/// How the uncertainty of a measured value came about.
enum class Evaluation {
  none,    ///< It is not known.
  type_a,  ///< From the spread of repeated windows (JCGM 100, 4.2.3).
};

inline constexpr std::array kEvaluations{
    EnumName<Evaluation>{Evaluation::none, "none"},
    EnumName<Evaluation>{Evaluation::type_a, "type_a"},
};

/// What one attempt at a phase measured of one metric on one device: a statistic of all its windows
/// after warm-up.
struct Measurement {
  std::string phase;
  int attempt = 1;
  std::string name;    ///< Of the metric.
  std::string device;  ///< Device::id.
  Statistic statistic = Statistic::mean;
  double value = 0;
  Unit unit = Unit::one;
  std::int64_t windows = 0;           ///< That it is a statistic of.
  std::optional<double> uncertainty;  ///< Expanded, k = 2, in `unit`.
  Evaluation evaluation = Evaluation::none;
  std::vector<std::string> evidence;  ///< Bundle paths that it can be computed from again.

  bool operator==(const Measurement&) const = default;
};

}  // namespace rackproof
