#pragma once

#include <string>

#include "cli/agent_config.h"
#include "schemas/result.h"

namespace rackproof {

/// `rackproof agent` without a file, as typed; "" = not given.
struct AgentOptions {
  std::string store = {};
  std::string listen = {};
  std::string push = {};     ///< URL of a remote write.
  std::string push_ca = {};  ///< PEM file, for an https URL.
  std::string spool = {};    ///< Of the push; beside the store unless told.
  std::string every = "1s";
};

/// What they ask for. Error{malformed}: what is wrong with them, in the words of the command line.
Result<AgentConfig> config_of(const AgentOptions& options);

}  // namespace rackproof
