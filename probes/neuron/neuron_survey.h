#pragma once

#include "probes/neuron/neuron_device.h"
#include "probes/neuron/neuron_find.h"
#include "probes/survey.h"

namespace rackproof::neuron {

/// Adds the accelerators with their cores, memory, dies and links, and notes what the driver does
/// not offer. An accelerator is named by its PCI address where the tree gives it, else by its
/// serial number; by the kernel's number only where it gives neither, and then says so. A serial
/// number that a device gave once names it for as long as `memories` lives, also after it fell
/// silent.
///
/// What `tool` says of a device adds its bus address, NUMA node and memory, and its neighbours
/// where the driver keeps them from us; it never names it, for it may be missing next time.
Fleet survey_devices(Survey& survey, const Directories& directories, DeviceMemories& memories,
                     LsDevices tool = {});

}  // namespace rackproof::neuron
