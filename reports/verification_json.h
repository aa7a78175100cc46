#pragma once

#include <optional>
#include <string>
#include <vector>

#include "probes/machine/confinement.h"
#include "reports/trust_policy.h"
#include "reports/verify.h"

namespace rackproof {

[[nodiscard]] std::string_view word_of(Standing standing);

/// A bundle about which no answer could be given, and why.
struct NotVerified {
  std::string bundle;
  Error why;
};

/// One document over several bundles, verified by `trust`, format "rackproof-verification/1"
/// (schemas/json/published/verification.schema.json). `confined`: what held the process that read
/// them; nothing where it was not asked to be held.
[[nodiscard]] std::string encode_verifications(const std::vector<Verification>& verifications,
                                               const std::vector<NotVerified>& errors,
                                               const TrustPolicy& trust,
                                               const std::optional<Confined>& confined = {});

}  // namespace rackproof
