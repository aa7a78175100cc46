#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "probes/collector.h"

namespace rackproof {

/// One reading of everything that was asked for.
struct OneReading {
  Inventory inventory;  ///< Its devices are what Sample::device indexes; new ones stand at the end.
  Samples samples;
  Events events;
  std::vector<ProbeRecord> probes;
};

/// Takes the inventory and reads every probe once through a collector, so that one that hangs
/// costs its own samples only. Those that did not come back within `patience` say so in `probes`.
Result<OneReading> read_once(const Host& host, const std::vector<std::unique_ptr<Probe>>& probes,
                             std::chrono::nanoseconds patience);

/// Makes the named probes, or all of them when none is named. Error{absent} names a word that is
/// no probe, and the nearest one that is.
Result<std::vector<std::unique_ptr<Probe>>> make_probes(const Host& host,
                                                        const std::vector<std::string>& names);

}  // namespace rackproof
