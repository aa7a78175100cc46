#pragma once

#include <optional>
#include <string>

#include "cli/verifying.h"
#include "probes/machine/confinement.h"
#include "schemas/result.h"

namespace rackproof {

/// Gives up what reading these bundles does not need, trust file and keys having been read, where
/// the request asks for it; nothing where it does not.
Result<std::optional<Confined>> confine_to(const VerifyRequest& request);

/// What the kernel does not hold the process to, as a sentence; "" = it holds it to all.
[[nodiscard]] std::string unconfined_words(const Confined& confined);

}  // namespace rackproof
