#pragma once

#include <memory>
#include <vector>

#include "probes/probe.h"
#include "probes/redfish/redfish_config.h"

namespace rackproof::redfish {

/// One probe for each BMC, "redfish:NAME", so that one that hangs costs its own samples only. The
/// first discovery opens the session and walks; passes read what the walk found worth reading, and
/// what a pass could not read again is a sample with the reason. The session is the probe's own and
/// closed when it goes, so one probe of a BMC lives at a time: what a second one asks for is
/// refused (Error{denied}) until the first is gone. `host` outlives the probes.
[[nodiscard]] std::vector<std::unique_ptr<Probe>> make_bmc_probes(const Host& host,
                                                                  const RedfishConfig& config);

}  // namespace rackproof::redfish
