#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "probes/survey.h"
#include "probes/vendor/vendor_client.h"
#include "probes/vendor/vendor_heard.h"

namespace rackproof::vendor {

/// What sets one vendor's GPUs apart. All that it points at outlives the fleet.
struct FleetKind {
  std::string_view source;  ///< Event::source: "nvml".
  std::string_view called;  ///< The library, for people: "NVML".
  std::string_view vendor;
  std::string_view driver;
  const Metric* always = nullptr;  ///< Each GPU has it in every pass, if only with a reason.
  std::span<const Metric* const> counters;  ///< Of what is heard; in every pass that is whole.
  MeaningOf meaning = nullptr;
  std::string_view remedy_for_hang;
};

/// The GPUs of a node as devices, and what was ever read of each: that is from then on a sample of
/// every pass, with the reason where a pass does not give it.
class Fleet {
 public:
  explicit Fleet(const FleetKind& kind) : kind_(kind), book_(kind.source, kind.meaning) {}

  /// Every function is a GPU, and so is what the library names beside them. Those that do not
  /// answer are noted. What was heard meanwhile is told by the next read().
  void discover(const std::vector<std::string>& functions, const PassReply& reply, Survey& survey);

  /// `reply` in terms of the devices that were discovered. A part that was not there then (a
  /// partition made since) is passed over.
  ProbeReading read(const PassReply& reply, UtcTime now);

 private:
  struct Gpu {
    std::string address;
    std::string id;
    DeviceHandle handle = 0;
    int index = -1;  ///< The library's, as soon as it is known.
    std::map<std::string, DeviceHandle, std::less<>> parts;  ///< By place, "" the GPU itself.
  };
  using Series = std::pair<DeviceHandle, const Metric*>;
  /// What one pass gave so far.
  struct Pass {
    UtcTime now;
    Samples samples;
    std::set<Series> seen;

    /// The first reading of a series stands.
    void take(const Series& series, const Reading& reading);
  };

  void match(const PassReply& reply);
  void add_devices(Gpu& gpu, const DeviceReply* told, Survey& survey);
  Gpu* gpu_with(int index);
  [[nodiscard]] Error reason_for(const Gpu& gpu, const PassReply& reply) const;
  void take_readings(const PassReply& reply, Pass& pass);
  static void take_reading(const Gpu& gpu, const PlacedReading& reading, Pass& pass);
  Events take_heard(const PassReply& reply, UtcTime now);
  void count_heard(const PassReply& reply, Pass& pass);
  void tell_missing(DeviceHandle part, const Error& why, Pass& pass) const;

  const FleetKind& kind_;
  std::vector<Gpu> gpus_;
  std::set<Series> series_;
  HeardBook book_;
  std::vector<HeardReply> heard_;  ///< While discovering; the child tells each event once.
};

}  // namespace rackproof::vendor
