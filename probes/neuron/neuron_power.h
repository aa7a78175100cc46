#pragma once

#include "probes/neuron/neuron_device.h"

namespace rackproof::neuron {

/// Reads the device's power over the last whole minute, and of each die where the driver tells.
/// The driver refreshes the line on the minute of the wall clock; one that is older than two
/// minutes is Error{stale}, for the driver goes on printing it after its sampler died.
void read_power(const Source& source, const NeuronDevice& device, Samples& samples);

/// The metrics that read_power() gives for the device itself.
std::vector<const Metric*> power_metrics();

}  // namespace rackproof::neuron
