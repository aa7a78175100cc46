#pragma once

#include "probes/neuron/neuron_device.h"

namespace rackproof::neuron {

/// Reads what the device says of its own health (driver 2.30.2 and later, Trn2 and Trn3): which
/// components it holds for unhealthy, links among them - the only word on links in band - and the
/// heartbeat of that check, which standing still is a fault of its own. A component that becomes
/// unhealthy, or healthy again, is an event.
void read_health(const Source& source, const NeuronDevice& device, DeviceMemory& memory,
                 ProbeReading& reading);

}  // namespace rackproof::neuron
