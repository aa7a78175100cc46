#pragma once

#include "cli/agent_config.h"
#include "tests/bench/agent_children.h"

namespace rackproof::bench {

/// What an agent of that configuration keeps of `seconds` passes of the Neuron probe of which half
/// of the counts move, as fast as it goes: its most resident memory, and how many samples.
Result<AgentCost> fill_store(const AgentConfig& config, int seconds);

}  // namespace rackproof::bench
