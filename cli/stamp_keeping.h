#pragma once

#include <iosfwd>
#include <string>

#include "cli/exit_code.h"

/// What `rackproof stamp` does with its files.
namespace rackproof {

/// What was asked on the command line.
struct StampRequest {
  std::string bundle;
  std::string role = "certifier";  ///< Whose seal.
  int signature = 1;               ///< Which of several, from 1.
  std::string digest;              ///< Of a query: a name of kStampDigests.
  std::string out;                 ///< File of a query, which must not exist.
  std::string response;            ///< File of the authority's answer.
  std::string query;               ///< File of the query that it answers; "" = none.
  std::string root;                ///< File of the root that the authority must have; "" = any.
  bool json = false;
};

/// Writes a query over the seal. What was done goes to `out`, complaints to `err`; likewise below.
ExitCode request_stamp(const StampRequest& request, std::ostream& out, std::ostream& err);

/// Writes a query over the seal and the stamps that it has.
ExitCode renew_stamp(const StampRequest& request, std::ostream& out, std::ostream& err);

/// Puts the authority's answer beside the seal that it fits.
ExitCode put_stamp(const StampRequest& request, std::ostream& out, std::ostream& err);

}  // namespace rackproof
