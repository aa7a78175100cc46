#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "schemas/device.h"
#include "schemas/metric.h"
#include "schemas/sample.h"
#include "schemas/time.h"

namespace rackproof::outside {

/// One reading out of what a source said.
struct GatheredReading {
  std::size_t device = 0;  ///< Into Gathered::devices.
  const Metric* metric = nullptr;
  Reading reading;
  std::optional<UtcTime> stamped;  ///< By the source's own clock.
};

/// Series of one name that were not taken over, and why.
struct LeftOut {
  std::string name;
  std::string why;
  bool on_purpose = false;  ///< The map says so, with its reason.
  std::size_t series = 0;
};

/// What a source said, in our words.
struct Gathered {
  Devices devices;  ///< The source's place first; ids unique.
  std::vector<GatheredReading> readings;
  std::vector<LeftOut> left_out;
  std::size_t series = 0;  ///< In all, taken over or not.
};

/// Puts a Gathered together.
class Gatherer {
 public:
  /// `place` is the id that the source's devices hang below: "node", or a device of its own.
  explicit Gatherer(std::string place);

  [[nodiscard]] const std::string& place() const { return place_; }
  /// Adds a device; one that is known takes over what it did not say yet.
  std::size_t device(Device device);
  /// Adds a reading. Where a device and metric come twice neither is believed.
  void reading(GatheredReading reading);
  void leave_out(std::string_view name, std::string_view why, bool on_purpose);
  /// One more series was looked at.
  void count() { ++gathered_.series; }

  Gathered take() { return std::move(gathered_); }

 private:
  std::string place_;
  Gathered gathered_;
  std::unordered_map<std::string, std::size_t> devices_;  ///< By id.
  std::map<std::pair<std::size_t, const Metric*>, std::size_t> readings_;
  std::map<std::pair<std::string, std::string>, std::size_t> left_out_;  ///< By name and why.
};

}  // namespace rackproof::outside
