#pragma once

#include <string>
#include <utility>

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "probes/redfish/redfish_config.h"
#include "tests/support/redfish_server.h"
#include "tests/support/temp_dir.h"

namespace rackproof::testing {

/// A BMC, its password in a file, and a directory for the record of its sessions.
struct BmcGround {
  explicit BmcGround(RedfishServerSettings settings = {}) : server(std::move(settings)) {
    bmc.name = "node3";
    bmc.peer = server.peer();
    bmc.user = server.settings().user;
    bmc.limits.requests_per_second = 1000;
    password(server.settings().password);
  }

  void password(const std::string& text) {
    bmc.credentials_file = directory.write("password", text + "\n");
    REQUIRE(::chmod(bmc.credentials_file.c_str(), 0600) == 0);
  }
  /// The file that says this.
  [[nodiscard]] std::string toml() const {
    return "state_directory = \"" + state() + "\"\n[[bmc]]\nname = \"" + bmc.name + "\"\nurl = \"" +
           server.origin() + "\"\nfingerprint = \"" + server.certificate().fingerprint +
           "\"\nuser = \"" + bmc.user + "\"\ncredentials_file = \"" + bmc.credentials_file +
           "\"\nrequests_per_second = 1000\n";
  }
  [[nodiscard]] std::string state() const { return directory.at("state"); }
  [[nodiscard]] std::string record() const { return directory.at("state/node3.sessions"); }

  TempDir directory;
  RedfishServer server;
  redfish::BmcConfig bmc;
};

inline constexpr const char* kSessions = "/redfish/v1/SessionService/Sessions";

}  // namespace rackproof::testing
