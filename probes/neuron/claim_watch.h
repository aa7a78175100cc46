#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/device.h"
#include "schemas/event.h"
#include "schemas/sample.h"

namespace rackproof::neuron {

/// Holds each NEURON_HW_ERR line of the kernel log against the counters of the device that it
/// names: any process that may open /dev/neuron can write such a line, a counter only the driver.
/// One thread at a time.
class ClaimWatch {
 public:
  /// How long before and after a line a counter may grow and still bear it out.
  static constexpr std::chrono::seconds kWindow{120};

  /// `devices` is the list that samples index; devices that come later are not watched.
  explicit ClaimWatch(const Devices& devices);

  /// Samples and events of any source, as they are collected. Lines of one kind about one device
  /// are one claim while it is open, and each claim ends in one event of source "neuron" on its
  /// device: "claim_borne_out" (error) as soon as a counter of that kind grew, or stood above 0
  /// when it was first read soon after the line; else, when the window is over,
  /// "claim_not_borne_out" (warning), or "claim_not_checked" (warning) where no such counter could
  /// be read then, or the line names no device by its serial number.
  Events take(const Samples& samples, const Events& events, UtcTime now);
  /// Nothing more will come: what is still open ends in "claim_not_checked".
  Events end(UtcTime now);
  /// Sequence numbers of the lines of claims that are still open, in order; of a flood only the
  /// first.
  [[nodiscard]] std::vector<std::uint64_t> open_lines() const;

 private:
  /// One counter of an accelerator or of a part of it.
  struct Count {
    std::string device;
    const Metric* metric = nullptr;
    double first = 0;
    UtcTime first_at;
    double last = 0;
    std::optional<UtcTime> grew_at;
  };
  struct Claim {
    std::string device;
    std::string kind;
    UtcTime made_at;
    UtcTime heard_at;
    std::int64_t more = 0;  ///< Lines like it.
    std::vector<std::uint64_t> lines;
  };

  /// What the counters say for a claim.
  struct Finding {
    bool readable = false;  ///< There is a counter of that kind.
    std::string words;      ///< "" = none bears it out.
  };

  void note(const Sample& sample);
  void hear(const Event& event, UtcTime now);
  static std::string words_of(const Count& count, const Claim& claim);
  [[nodiscard]] Finding look(const Claim& claim) const;
  /// Nothing while it is open.
  std::optional<Event> verdict_on(const Claim& claim, UtcTime now);
  Event ruled(const Claim& claim, UtcTime now, std::string_view code, const std::string& why);

  std::map<DeviceHandle, std::string> accelerators_;  ///< By the handle of the part.
  std::map<DeviceHandle, std::string> ids_;
  std::map<std::string, std::map<std::pair<DeviceHandle, const Metric*>, Count>, std::less<>>
      counts_;                 ///< By accelerator.
  std::vector<Claim> claims_;  ///< That are still open.
  std::uint64_t events_ = 0;
};

}  // namespace rackproof::neuron
