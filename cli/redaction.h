#pragma once

#include <string>
#include <vector>

#include "reports/redacting.h"
#include "schemas/redaction.h"
#include "schemas/result.h"

namespace rackproof {

/// What was asked on the command line of `rackproof bundle redact`.
struct RedactionWish {
  std::string bundle;                 ///< A directory or an archive.
  std::vector<std::string> withheld;  ///< Logs to leave out.
  std::vector<std::string> shown;     ///< "MEMBER=FILE": what is to stand in a log's place.
  std::string reason;
  std::string by;
  std::string out;  ///< Of the new bundle, which is what `bundle` is; it must not be there.
};

/// What to take out, with the bytes to show read. Error{malformed} for a wish that names no file.
Result<RedactionRequest> request_of(const RedactionWish& wish);

/// Makes the copy `wish.out`; on any failure nothing of that name is left.
Result<Redactions> redact_into(const RedactionWish& wish, const RedactionRequest& request);

}  // namespace rackproof
