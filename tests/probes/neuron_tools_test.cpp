#include "probes/neuron/neuron_tools.h"

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("neuron: a tool that is not installed is absent, which is news and no trouble",
          "[probes][neuron]") {
  const auto found = neuron::find_neuron_tool("neuron-no-such-tool");

  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::absent);
}

TEST_CASE("neuron: a tool inherits no environment", "[probes][neuron]") {
  const auto command = neuron::neuron_tool_command({"/bin/true", "-j"});

  CHECK(command.argv.size() == 2);
  CHECK(command.environment.size() == 2);
  CHECK(command.environment[1] == "LC_ALL=C");
}
