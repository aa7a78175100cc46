#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/result.h"
#include "tests/bench/process_cost.h"

namespace rackproof::bench {

/// prometheus-node-exporter (Debian package) as a rival that is asked once a second.
struct ExporterRun {
  std::string page;         ///< The last answer.
  std::int64_t values = 0;  ///< Lines with a value, of all counted answers.
  ProcessCost cost;         ///< Meanwhile.
};

/// Runs it with these further words, asks until it answers, and then `seconds` times, one a second.
Result<ExporterRun> run_exporter(const std::vector<std::string>& further, int seconds);

/// Names with labels, "node_load1" or "node_network_mtu_bytes{device=\"eth0\"}", of all lines of a
/// page that begin with `prefix`.
std::set<std::string> series_in(std::string_view page, std::string_view prefix);

}  // namespace rackproof::bench
