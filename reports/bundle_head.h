#pragma once

#include "reports/bundle_reader.h"
#include "reports/time_proofs.h"
#include "reports/trust_policy.h"
#include "schemas/result.h"

namespace rackproof {

/// Both statements of a bundle of which nothing that the manifest lists was read yet: good seals
/// over them where they are sealed, and the very manifest that they speak of. Until then anybody
/// may have written how much there is to read. Whether the rest fits is found out later, also of a
/// payload that is no statement. Error{untrusted} with the words that the whole bundle would give.
Result<SealedPair> open_head(const Bundle& head, const TrustPolicy& trust);

}  // namespace rackproof
