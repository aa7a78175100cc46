#pragma once

#include <string>

#include "probes/redfish/redfish_config.h"
#include "schemas/result.h"

namespace rackproof::redfish {

/// Lives while a session is being opened and no longer; stands in no message, no log, no argv.
struct RedfishCredentials {
  std::string user;
  std::string password;
};

/// The password from the file or the command that the configuration names: its first line.
/// Error{denied} says what is wrong with file or command and repeats nothing of what they gave.
Result<RedfishCredentials> load_credentials(const BmcConfig& bmc);

}  // namespace rackproof::redfish
