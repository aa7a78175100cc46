#pragma once

#include <optional>
#include <string>

#include "probes/presence.h"
#include "schemas/architecture.h"
#include "schemas/result.h"

namespace rackproof {

/// What a user named to say what must be here; "" = not given.
struct ExpectationQuestion {
  std::string inventory;  ///< Path of an inventory document: `devices --json`, or of a bundle.
  std::string reference;  ///< NAME|FILE.
};

struct Expectation {
  Expected devices;                       ///< By the inventory.
  std::optional<Architecture> reference;  ///< Its parts say how many, not which.
};

/// Reads both documents. The error names the option that gave it.
Result<Expectation> load_expectation(const ExpectationQuestion& question);

/// The devices that must be here, given what is: those of the earlier inventory, as many of each
/// kind as the reference's parts declare, and for each of these that is nowhere an empty slot
/// named as its verdict names it ("accelerator[14]"). Pure.
[[nodiscard]] Expected expected_now(const Expectation& expectation, const Inventory& now);

}  // namespace rackproof
