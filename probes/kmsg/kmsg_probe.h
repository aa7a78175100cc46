#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "probes/probe.h"

namespace rackproof {

/// The next record of the kernel's log, or nothing when none is waiting.
using KernelLogReader = std::function<Result<std::optional<std::string>>()>;

/// Kernel log records as events: source "kmsg" for the kernel's own, "user" for what a process
/// wrote there. Lost records are an event "kernel_log_gap". An error behind records that a pass has
/// read already is an event "kernel_log_broken_off" after them; the next pass goes on there, and
/// fails where the log still does.
std::unique_ptr<Probe> make_kmsg_probe(const Host& host, KernelLogReader log);

}  // namespace rackproof
