#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probes/machine/child.h"
#include "schemas/result.h"

/// The programs of the Neuron SDK, run as children that inherit nothing.
namespace rackproof::neuron {

/// In PATH, else where the SDK's packages put it. Error{absent} when it is not installed.
Result<std::string> find_neuron_tool(std::string_view name);

ChildCommand neuron_tool_command(std::vector<std::string> argv);

}  // namespace rackproof::neuron
