#include "probes/neuron/neuron_tools.h"

#include <utility>

namespace rackproof::neuron {

Result<std::string> find_neuron_tool(std::string_view name) {
  auto found = find_program(name);
  return found ? found : find_program("/opt/aws/neuron/bin/" + std::string(name));
}

ChildCommand neuron_tool_command(std::vector<std::string> argv) {
  ChildCommand command;
  command.argv = std::move(argv);
  command.environment = {"PATH=/usr/bin:/bin:/usr/sbin:/sbin:/opt/aws/neuron/bin", "LC_ALL=C"};
  return command;
}

}  // namespace rackproof::neuron
