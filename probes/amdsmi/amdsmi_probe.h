#pragma once

#include <chrono>
#include <memory>

#include "probes/probe.h"
#include "probes/vendor/vendor_client.h"

namespace rackproof {

/// Which child calls which library, and how long it is waited for.
struct AmdsmiOptions {
  vendor::Source source{{}, {}, {}, "amdsmi", "amd-smi"};
  /// Less than Probe::patience(), so that the reason is this probe's own.
  std::chrono::milliseconds discovery_patience = std::chrono::seconds(9);
  std::chrono::milliseconds pass_patience = std::chrono::seconds(10);
};

/// The same probe with another child or library, for a machine that `host` only stands for.
std::unique_ptr<Probe> make_amdsmi_probe(const Host& host, AmdsmiOptions options);

}  // namespace rackproof
