#pragma once

#include <string>
#include <vector>

#include "reports/bundle_writer.h"
#include "schemas/redaction.h"
#include "schemas/result.h"

namespace rackproof {

/// What to take out of a bundle before it is handed on.
struct RedactionAsked {
  std::string path;      ///< A log of the bundle.
  std::string shown;     ///< What is to stand in its place.
  bool withheld = true;  ///< Nothing is to stand there; `shown` counts for nothing.
};

struct RedactionRequest {
  std::vector<RedactionAsked> members;
  std::string reason;
  std::string by;
};

/// Copies the bundle `bundle`, a directory or an archive, into `writer`'s directory, byte for byte
/// but for `request`, with redactions.json beside it. Redactions that were made before stay.
/// Error{malformed} for a member that is not there, is no log, was redacted before, or would show
/// more bytes than its original has, and where no reason is given; Error{untrusted} for a bundle
/// whose members do not agree.
Result<Redactions> redact_bundle(const std::string& bundle, const RedactionRequest& request,
                                 BundleWriter& writer);

}  // namespace rackproof
