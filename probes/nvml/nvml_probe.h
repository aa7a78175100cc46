#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "probes/nvml/nvml_client.h"
#include "probes/probe.h"

namespace rackproof {

/// Which child calls which library, and how long it is waited for.
struct NvmlOptions {
  nvml::Source source;
  std::chrono::milliseconds discovery_patience = std::chrono::seconds(9);
  std::chrono::milliseconds pass_patience = std::chrono::seconds(10);
};

/// The same probe with another child or library, for a machine that `host` only stands for.
std::unique_ptr<Probe> make_nvml_probe(const Host& host, NvmlOptions options);

}  // namespace rackproof
