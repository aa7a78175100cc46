#pragma once

#include <string>

#include "schemas/verdict.h"

namespace rackproof::criteria {

/// An outcome that is settled before any number is looked at, and why.
struct Ruling {
  Outcome outcome = Outcome::inconclusive;
  std::string reason;  ///< One sentence without its full stop.
};

}  // namespace rackproof::criteria
