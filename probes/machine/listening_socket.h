#pragma once

#include <string>

#include "probes/machine/descriptor.h"
#include "schemas/result.h"

namespace rackproof {

/// A TCP socket that listens.
struct ListeningSocket {
  Descriptor descriptor;  ///< accept4(2) on it blocks.
  std::string address;    ///< "127.0.0.1:9841", "[::1]:9841".
};

/// `address` is a number, no name that would have to be looked up: "127.0.0.1:9841",
/// "[::1]:9841"; besides "localhost:9841" and "*:9841", which is every address of either kind.
/// Error{malformed} for anything else; what the system said, with the address, where it cannot be
/// had.
Result<ListeningSocket> listen_at(const std::string& address);

/// What listen_at() would say of the words alone.
Result<void> check_listen_address(const std::string& address);

}  // namespace rackproof
