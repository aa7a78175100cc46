#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/result.h"

namespace rackproof::bench {

/// A site that is made up: nodes with so many accelerators of 45 series each, and 300 series of the
/// host, each read once a second.
struct TelemetryShape {
  std::size_t nodes = 16;
  std::size_t accelerators = 16;  ///< Of each node.
  std::size_t seconds = 1800;
  std::uint64_t seed = 1;  ///< The same seed gives the same bytes.

  [[nodiscard]] std::size_t groups() const { return nodes * (accelerators + 1); }
  [[nodiscard]] std::size_t series() const;
};

/// 2026-11-07T00:00:00Z, in milliseconds since 1970.
inline constexpr std::int64_t kFirstStamp = 1794009600000;

struct TelemetrySeries {
  std::size_t group = 0;  ///< What one reading pass stamps with one time: a device.
  std::string kind;
  std::string metric;
  std::string labels;  ///< "node=rack0-n00,accel=03", "node=rack0-n00,cpu=0,mode=user".
};

/// Every node's readings, second by second.
class TelemetryMaker {
 public:
  explicit TelemetryMaker(const TelemetryShape& shape);
  ~TelemetryMaker();
  TelemetryMaker(TelemetryMaker&&) noexcept;
  TelemetryMaker& operator=(TelemetryMaker&&) = delete;
  TelemetryMaker(const TelemetryMaker&) = delete;
  TelemetryMaker& operator=(const TelemetryMaker&) = delete;

  /// By group; a node's accelerators first, then its host.
  [[nodiscard]] std::vector<TelemetrySeries> series() const;
  /// The next second: a value for each series, milliseconds for each group.
  void next(std::span<double> values, std::span<std::int64_t> stamps);

 private:
  struct Node;

  TelemetryShape shape_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::size_t second_ = 0;
};

/// Writes the data set into `directory`, made where it is missing, as telemetry_set.h reads it.
[[nodiscard]] Result<void> make_telemetry_set(const TelemetryShape& shape,
                                              const std::string& directory);

}  // namespace rackproof::bench
