#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "schemas/result.h"
#include "schemas/sample.h"

/// Lines of neuron-monitor: one JSON object each. Pure.
namespace rackproof::neuron {

/// What a number of the report is about.
enum class MonitorScope {
  node,      ///< The node, or all runtimes on it.
  core,      ///< One core, by its number over all devices of the node.
  device,    ///< One device, by neuron_device_index.
  each_hbm,  ///< The memory of every device alike.
};

/// One reading of a report. Over several runtimes: the sum, of a latency the highest.
struct MonitorReading {
  MonitorScope scope = MonitorScope::node;
  std::int64_t number = 0;  ///< Of the core or device, else 0.
  const Metric* metric = nullptr;
  Reading reading;
};

/// A number that is not taken over, and why.
struct LeftOut {
  std::string path;
  std::string_view why;
};

struct MonitorReport {
  std::vector<MonitorReading> readings;
  std::vector<LeftOut> left_out;
  std::int64_t logical_core_size = 1;  ///< Physical cores in one logical one.
  std::int64_t runtimes = 0;           ///< Processes that use the devices.
  std::size_t numbers = 0;             ///< All numbers of the line.
};

/// Sections may be null or missing, members unknown: older and newer tools differ. A group with an
/// `error` text gives that reason instead of its numbers. A tally of errors beyond the number of
/// executions is out_of_range: some tools count it up from the start instead of over the period.
/// Identifiers (instance, subnet, image) are not kept.
Result<MonitorReport> parse_monitor_line(std::string_view line);

/// Counts that the tool may give as totals or as differences; its maker says neither, and two
/// readers disagree. What rises above the value before is new, and the first value is where one
/// starts from.
class RiseCounter {
 public:
  /// The rise since the first value.
  std::int64_t add(std::int64_t value);

 private:
  bool seen_ = false;
  std::int64_t last_ = 0;
  std::int64_t total_ = 0;
};

}  // namespace rackproof::neuron
