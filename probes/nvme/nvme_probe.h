#pragma once

#include <functional>
#include <memory>
#include <string>

#include "probes/probe.h"

namespace rackproof {

/// Gives the SMART log page of the controller at "/dev/nvme0".
using SmartReader = std::function<Result<std::string>(const std::string& device)>;

/// NVMe controllers and their namespaces. `smart` is empty where /dev is shut (a captured tree):
/// then what only the log page holds is listed as unreadable.
std::unique_ptr<Probe> make_nvme_probe(const Host& host, SmartReader smart);

}  // namespace rackproof
