#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "probes/probe.h"

namespace rackproof {

struct ProbeEntry {
  std::string_view name;
  std::unique_ptr<Probe> (*make)(const Host&);
};

/// Every probe there is, in the order in which they are read.
std::span<const ProbeEntry> probe_registry();

/// All of them, made for `host`.
std::vector<std::unique_ptr<Probe>> make_all_probes(const Host& host);

}  // namespace rackproof
