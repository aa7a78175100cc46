#pragma once

#include <memory>
#include <vector>

#include "probes/probe.h"
#include "probes/redfish/redfish_config.h"

namespace rackproof::redfish {

struct RedfishLine;

/// The BMCs of one configuration; outlives the probes that it made. One thread at a time makes
/// probes; each probe is its thread's.
class RedfishBmcs {
 public:
  explicit RedfishBmcs(RedfishConfig config);
  ~RedfishBmcs();
  RedfishBmcs(RedfishBmcs&& other) noexcept;
  RedfishBmcs& operator=(RedfishBmcs&& other) noexcept;
  RedfishBmcs(const RedfishBmcs&) = delete;
  RedfishBmcs& operator=(const RedfishBmcs&) = delete;

  /// One probe for each BMC, "redfish:NAME", so that one that hangs costs its own samples only.
  /// The first discovery opens the session and walks; passes read what the walk found worth
  /// reading, and what a pass could not read again is a sample with the reason. All probes of one
  /// BMC that live at a time take turns on one session, which is closed when the last of them goes.
  /// `host` outlives the probes, and is the same for all that live at a time.
  [[nodiscard]] std::vector<std::unique_ptr<Probe>> make_probes(const Host& host) const;

 private:
  std::vector<std::unique_ptr<RedfishLine>> lines_;  ///< Stay where they are: probes refer to them.
};

}  // namespace rackproof::redfish
