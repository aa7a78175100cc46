#pragma once

#include "reports/bundle_reader.h"
#include "schemas/manifest.h"
#include "schemas/redaction.h"
#include "schemas/result.h"

namespace rackproof {

/// What redactions.json of `bundle` says; nothing in it where there is none. Error{untrusted} where
/// it cannot be read, Error{unsupported} for a newer format.
Result<Redactions> redactions_in(const Bundle& bundle);

/// Every listed member is there as the manifest says, or is noted as redacted; nothing is there
/// that is not listed. Only logs can be redacted, for they alone are never judged. Error{untrusted}
/// names the member: a redaction that nobody noted, one that is noted and was not made, one that
/// tells of another original or shows other bytes than it says.
Result<void> check_members(const Manifest& manifest, const Redactions& redactions,
                           const Bundle& bundle);

}  // namespace rackproof
