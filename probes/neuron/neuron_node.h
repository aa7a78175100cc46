#pragma once

#include <optional>

#include "probes/neuron/neuron_device.h"
#include "probes/survey.h"

namespace rackproof::neuron {

/// The node's place in an UltraServer, as the driver elected it.
struct NodeGroups {
  DeviceHandle node = 0;
  bool offered = false;           ///< The driver has the files.
  std::optional<bool> fell_back;  ///< Whether the last pass found the two-node group alone.
};

/// Adds the node itself, with its group ids and the UltraServer's modes as attributes.
NodeGroups survey_node(Survey& survey);

/// Reads the node's number in its groups. When a pair of links fails, the election falls back from
/// four nodes to two: that is a link finding, and an event.
void read_node(const Host& host, NodeGroups& groups, ProbeReading& reading);

}  // namespace rackproof::neuron
