#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "probes/machine/clock.h"
#include "probes/probe.h"
#include "probes/redfish/fetch.h"
#include "probes/redfish/redfish_config.h"
#include "probes/redfish/redfish_events.h"
#include "probes/redfish/redfish_session.h"
#include "probes/redfish/redfish_walk.h"

namespace rackproof::redfish {

/// What one BMC tells, read over one session that lives as long as this object: the first look
/// walks it, passes read what the walk found worth reading, then its logs and its stream. Used by
/// one thread at a time, but for hurry().
class BmcReader {
 public:
  /// Sends nothing. `clock` outlives it.
  BmcReader(BmcConfig bmc, std::string state_directory, const Clock& clock);

  /// "redfish:NAME".
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const RedfishLimits& limits() const { return bmc_.limits; }

  /// The parts of the BMC, itself last. Walks it, unless that was done within the last period:
  /// discovery is asked for more than once at a start, and a walk takes the BMC a minute.
  Result<Discovery> discover();
  /// One pass, and at its end some of what the walk could not have. What could not be read again is
  /// a sample with the reason, and so is each part with documents that never could. An Error only
  /// where neither a reading could be had nor an event.
  Result<ProbeReading> read();
  /// From any thread: nothing more is asked for.
  void hurry() { hurried_ = true; }

 private:
  [[nodiscard]] Fetch fetcher();
  [[nodiscard]] OpenStream stream_opener();
  [[nodiscard]] bool is_recent() const;
  Result<void> walk();
  [[nodiscard]] Device root() const;
  [[nodiscard]] Devices devices() const;
  [[nodiscard]] Discovery discovery() const;
  Events take_events();
  void go_on(RedfishReadings& readings);
  void add_missing(RedfishReadings& readings, const std::vector<Unreadable>& unreadable) const;
  [[nodiscard]] ProbeReading reading_of(RedfishReadings readings, Events events);
  [[nodiscard]] Samples samples_of(const RedfishReadings& readings) const;

  const BmcConfig bmc_;
  const std::string state_directory_;
  const Clock& clock_;
  const std::string name_;
  const std::string root_;  ///< Id of the BMC itself.
  std::atomic<bool> hurried_ = false;
  std::unique_ptr<RedfishSession> session_;  ///< None before the first walk.
  std::optional<Walk> walk_;                 ///< The last.
  std::size_t told_ = 0;                     ///< Devices of its tree.
  RedfishEvents events_;
  std::chrono::nanoseconds walked_{0};
  bool walk_is_unread_ = false;
};

}  // namespace rackproof::redfish
