#include "certsuite/work_claims.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::array kRates{Unit::byte_per_second, Unit::bit_per_second, Unit::flop_per_second,
                            Unit::transfer_per_second, Unit::operation_per_second};
// What a processor can do in a second, several times over: matrix units reach some 4e12 FLOP, a
// core streams some 1e11 bytes from memory, and compares 64 bytes a cycle.
constexpr double kMostFlop = 1e13;
constexpr double kMostBytes = 1e12;
constexpr double kMostChecks = 1e12;

bool is_rate(const Metric& metric) {
  return std::ranges::find(kRates, metric.unit) != kRates.end();
}

/// Processors and memory: what is done there is done by the child's own threads.
bool is_host(std::string_view device) {
  return device == kNodeId || device == "node/memory" || device.starts_with("node/cpu:") ||
         device.starts_with("node/numa:") || device.starts_with("node/package:");
}

std::chrono::nanoseconds nanoseconds_of(double seconds) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::duration<double>(seconds));
}

std::string excess(const std::map<std::string, double>& done, double most, double cpu_seconds,
                   std::string_view what) {
  for (const auto& [metric, amount] : done) {
    if (amount > most * cpu_seconds) {
      return "it tells of " + format_double(amount) + " " + std::string(what) + " (" + metric +
             ") and used " + format_double(cpu_seconds) + " s of processor time";
    }
  }
  return "";
}

}  // namespace

Result<void> WorkClaims::take(const Window& window, const Metric& metric) {
  if (!is_rate(metric)) {
    return {};
  }
  const auto slack = nanoseconds_of(std::max(0.005, window.seconds * 0.02));
  const auto begin = window.ended - nanoseconds_of(window.seconds);
  if (begin + slack < started_) {
    return Error{ErrorKind::malformed,
                 "a window of " + format_double(window.seconds) + " s that began before the step"};
  }
  auto& end = ends_.try_emplace({window.device, window.metric}, started_).first->second;
  if (begin + slack < end) {
    return Error{ErrorKind::malformed, "windows of " + window.metric + " on " + window.device +
                                           " that overlap: more time than there was"};
  }
  end = std::max(end, window.ended);
  const double amount = window.value * window.seconds;
  if (is_host(window.device) && metric.unit == Unit::flop_per_second) {
    flop_[window.metric] += amount;
  } else if (is_host(window.device) && metric.unit == Unit::byte_per_second) {
    bytes_[window.metric] += amount;
  }
  return {};
}

std::string WorkClaims::refutation(double cpu_seconds, std::int64_t checks) const {
  auto why = excess(flop_, kMostFlop, cpu_seconds, "floating-point operations");
  if (why.empty()) {
    why = excess(bytes_, kMostBytes, cpu_seconds, "bytes");
  }
  if (why.empty() && static_cast<double>(checks) > kMostChecks * cpu_seconds && checks > 1) {
    why = "it counts " + std::to_string(checks) + " comparisons and used " +
          format_double(cpu_seconds) + " s of processor time";
  }
  return why;
}

}  // namespace rackproof
