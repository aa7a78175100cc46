#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "probes/nvml/nvml_client.h"
#include "probes/nvml/nvml_xid.h"
#include "probes/survey.h"

namespace rackproof::nvml {

/// The GPUs of a node as devices, and what was ever read of each: that is from then on a sample of
/// every pass, with the reason where a pass does not give it.
class Fleet {
 public:
  /// Every function on the bus is a GPU, and so is what NVML names beside them. Those that do not
  /// answer are noted.
  void discover(const std::vector<std::string>& functions, const PassReply& reply, Survey& survey);

  /// `reply` in terms of the devices that were discovered. A part that was not there then (a
  /// partition made since) is passed over.
  ProbeReading read(const PassReply& reply, UtcTime now);

 private:
  struct Gpu {
    std::string address;
    std::string id;
    DeviceHandle handle = 0;
    int index = -1;                                          ///< NVML's, as soon as it is known.
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
  Events take_xids(const PassReply& reply, UtcTime now);
  void count_xids(const PassReply& reply, Pass& pass);
  void tell_missing(DeviceHandle part, const Error& why, Pass& pass) const;

  std::vector<Gpu> gpus_;
  std::set<Series> series_;
  XidBook xids_;
};

}  // namespace rackproof::nvml
