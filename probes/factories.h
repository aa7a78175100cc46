#pragma once

#include <memory>

#include "probes/probe.h"

/// One line a probe: its maker. `host` outlives the probe.
namespace rackproof {

std::unique_ptr<Probe> make_hwmon_probe(const Host& host);

}  // namespace rackproof
