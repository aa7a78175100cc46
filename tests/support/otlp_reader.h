#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace rackproof::testing {

/// One data point of an ExportMetricsServiceRequest, with what stands around it.
struct OtlpPoint {
  std::map<std::string, std::string> resource;
  std::string metric;
  std::string unit;
  bool is_sum = false;
  bool is_monotonic = false;
  std::uint64_t temporality = 0;  ///< Of a sum.
  std::map<std::string, std::string> attributes;
  std::uint64_t start = 0;  ///< Nanoseconds; 0 = none.
  std::uint64_t time = 0;
  std::uint64_t flags = 0;
  std::variant<std::monostate, std::int64_t, double> value;

  /// The value as a double; fails the test where there is none.
  [[nodiscard]] double number() const;
};

/// Fails the test for anything that is no such request to its end.
[[nodiscard]] std::vector<OtlpPoint> read_otlp_request(std::string_view body);

}  // namespace rackproof::testing
