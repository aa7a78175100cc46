#pragma once

#include <optional>
#include <vector>

#include "certsuite/criteria/health_life.h"
#include "certsuite/criteria/health_look.h"
#include "schemas/telemetry_source.h"

namespace rackproof::criteria {

/// A question to one device that the screen does not settle.
struct Suspect {
  Bound bound;
  std::int64_t readings = 0;  ///< As the screen counted them.
};

/// An answer with who was asked what.
struct Answered {
  Bound bound;
  HealthAnswer answer;
};

/// The answers to `suspects`, in their order. Their readings are fetched in portions, so that
/// memory stays bounded however many there are.
Result<std::vector<HealthAnswer>> answers_to(const std::vector<Suspect>& suspects,
                                             TelemetrySource& source, TimeRange window);

}  // namespace rackproof::criteria
