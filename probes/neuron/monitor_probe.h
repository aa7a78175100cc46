#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "probes/probe.h"

namespace rackproof {

/// Gives the lines that neuron-monitor has printed since the last call, waiting for a first one at
/// most so long; an Error when it has ended.
using MonitorLines =
    std::function<Result<std::vector<std::string>>(std::chrono::milliseconds patience)>;

/// What neuron-monitor tells beyond the driver's files: latencies, utilisation, runtimes. The tool
/// runs as a child of the thread that reads, with a configuration of ours, and is started again
/// half a minute after it ended.
std::unique_ptr<Probe> make_neuron_monitor_probe(const Host& host, MonitorLines lines);

/// The configuration that the child runs with. Periods are whole seconds: the tool passes over
/// "1.0s" in silence and reports every 5 s.
std::string neuron_monitor_configuration();

}  // namespace rackproof
