#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probes/machine/http_session.h"
#include "probes/redfish/redfish_pace.h"
#include "schemas/result.h"

namespace rackproof::redfish {

/// One BMC as docs/redfish.md, "The configuration", describes it. Holds where the password comes
/// from, never the password.
struct BmcConfig {
  std::string name;  ///< [a-z0-9][a-z0-9._-]*, unique in its file.
  HttpPeer peer;
  std::string user;
  std::string credentials_file;                  ///< "" where there is a command.
  std::vector<std::string> credentials_command;  ///< Its argv; empty where there is a file.
  RedfishLimits limits;

  bool operator==(const BmcConfig&) const = default;
};

struct RedfishConfig {
  std::string state_directory;  ///< Where sessions that are open are written down.
  std::vector<BmcConfig> bmcs;  ///< In file order; at least one.

  bool operator==(const RedfishConfig&) const = default;
};

inline constexpr std::string_view kDefaultRedfishState = "/var/lib/rackproof/redfish";

/// Reads the text of a BMC file. `file` is its path: complaints name it, and relative paths within
/// are taken from its directory. Error{malformed, "file:line: ..."} for the first thing wrong: a
/// key that it does not know, two proofs of identity or none, plain http not asked for by name.
Result<RedfishConfig> load_redfish_config(std::string_view text, const std::string& file);

}  // namespace rackproof::redfish
