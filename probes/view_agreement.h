#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "probes/device_join.h"
#include "schemas/event.h"
#include "schemas/sample.h"

namespace rackproof {

/// How far two views of one part may be apart and still say the same. Chosen by us for the reason
/// that stands with it; no maker states one.
struct Tolerance {
  const Metric* metric = nullptr;
  double absolute = 0;  ///< In the metric's unit.
  double relative = 0;  ///< Of the larger of the two, added to `absolute`.
  std::string_view reason;
};

/// The metrics that two views are compared by. Counters are not among them: driver and BMC count
/// from different moments.
std::span<const Tolerance> tolerances();

/// Compares what host and BMC say of the same part. Two readings are compared once, when both are
/// new, and only where they were taken close to one another. A reason on either side neither
/// confirms nor denies. One thread at a time.
class ViewAgreement {
 public:
  static constexpr int kPatience = 3;  ///< Comparisons in a row that must differ.

  /// `devices` is the list that was joined and that the samples index.
  ViewAgreement(const Devices& devices, const std::vector<DeviceJoin>& joins,
                int patience = kPatience);

  /// Samples in any order. An event "views_disagree" (warning) when the last `patience`
  /// comparisons were all beyond the tolerance, once until they agree again, which is
  /// "views_agree" (info). It is the host's device that they speak of; the text names both, with
  /// their values and their ages at `now`.
  Events take(const Samples& samples, UtcTime now);

 private:
  /// The last number that one side gave.
  struct Seen {
    double value = 0;
    UtcTime taken_at;
    bool is_new = false;
  };
  struct Side {
    std::string id;
    std::optional<Seen> seen;
  };
  struct Comparison {
    const Tolerance* tolerance = nullptr;
    std::string_view joined_by;
    Side in_band;
    Side bmc;
    int differing = 0;  ///< In a row.
    bool told = false;
  };

  void note(const Sample& sample);
  void compare(Comparison& comparison, UtcTime now, Events& events);

  std::vector<Comparison> comparisons_;
  /// Comparison and whether its BMC side, by what a sample names.
  std::map<std::pair<DeviceHandle, const Metric*>, std::vector<std::pair<std::size_t, bool>>>
      sides_;
  int patience_;
  std::uint64_t events_ = 0;
};

}  // namespace rackproof
