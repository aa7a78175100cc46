#pragma once

#include "probes/neuron/neuron_device.h"
#include "probes/survey.h"

namespace rackproof::neuron {

/// Adds an accelerator_link for each neighbour that a device lists, named by both ends. The
/// attribute "listed_by_peer" says whether the other end lists it too.
void add_links(Survey& survey, Fleet& fleet);

/// device_present of each link: 1 while the device still lists that neighbour.
void read_links(const Source& source, const NeuronDevice& device, Samples& samples);

}  // namespace rackproof::neuron
