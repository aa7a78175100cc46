#pragma once

#include <cstdint>
#include <optional>

namespace rackproof::criteria {

/// How many events a stretch like this one holds at most on average, with 95 % confidence, where
/// `seen` of them were counted: 3.00 for none (so 3.00/T as a rate), 4.74 for one, 7.75 for three.
/// Exact upper bound of a Poisson mean; none for less than 0 or more than 10. For people: no
/// verdict is computed from it.
[[nodiscard]] std::optional<double> most_events(std::int64_t seen);

}  // namespace rackproof::criteria
