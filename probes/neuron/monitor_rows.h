#pragma once

#include <span>
#include <string_view>

#include "probes/neuron/monitor_parse.h"

namespace rackproof::neuron {

/// How a number becomes a reading, and several runtimes' numbers one.
enum class Take {
  sum,
  highest,
  percent,     ///< Per cent, as a ratio; summed.
  errors,      ///< A tally that cannot exceed the number of executions; summed.
  executions,  ///< Summed, and that number.
  rise,        ///< As it stands; MonitorProbe counts its rises.
};

/// Where a number stands: "[]" for any item of an array, "*" for a member named by a number.
struct MonitorRow {
  std::string_view path;
  const Metric* metric = nullptr;
  MonitorScope scope = MonitorScope::node;
  Take take = Take::sum;
};

std::span<const MonitorRow> monitor_rows();

/// Why the number at `path`, which no row takes, is not taken; "" where nobody thought of it.
std::string_view why_left_out(std::string_view path);

}  // namespace rackproof::neuron
