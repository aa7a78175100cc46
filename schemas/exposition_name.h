#pragma once

#include <string>
#include <string_view>

#include "schemas/metric.h"

namespace rackproof {

/// What an exposition says a series is.
enum class SeriesType {
  gauge,
  counter,  ///< The name ends in _total.
  info,     ///< Always 1; the name ends in _info.
  unknown,  ///< "untyped" in the Prometheus text.
};

/// How a metric is spelled in every exposition, and wherever else Prometheus keeps it.
struct ExpositionName {
  std::string name;       ///< Prefix and _total included.
  std::string_view unit;  ///< What it ends with, before _total; "" where it ends with none.
  SeriesType type = SeriesType::gauge;
  double factor = 1;  ///< What is exposed is the reading times this.
};

/// The catalogue's name with its prefix, except where Prometheus' conventions (as `promtool check
/// metrics` holds them) know another base unit: bits per second are told as bytes per second,
/// ampere hours as coulombs. A gauge with a name that others take for a part of a histogram
/// ("_count") is told without a type. A site's own names stay as the site wrote
/// them. Pure.
[[nodiscard]] ExpositionName exposition_name(const Metric& metric);

/// A label as Prometheus' data model has it: [a-zA-Z_][a-zA-Z0-9_]*, and not one of the two
/// underscores that are the engine's own.
[[nodiscard]] bool is_label_name(std::string_view name);

/// The catalogue's metric that bears this name in an exposition; nullptr when none does.
[[nodiscard]] const Metric* metric_exposed_as(std::string_view name);

}  // namespace rackproof
