#include "certsuite/criteria/rare_events.h"

#include <array>
#include <cstddef>

namespace rackproof::criteria {
namespace {

// The mean m of which P(X <= n) = 0.05 (Garwood, Biometrika 28 (1936) 437: half the 95 % point of
// chi squared with 2 (n + 1) degrees of freedom), rounded up.
constexpr std::array kUpperBounds{2.9958,  4.7439,  6.2958,  7.7537,  9.1536, 10.5131,
                                  11.8424, 13.1482, 14.4347, 15.7053, 16.9623};

}  // namespace

std::optional<double> most_events(std::int64_t seen) {
  const auto place = static_cast<std::size_t>(seen);
  if (seen < 0 || place >= kUpperBounds.size()) {
    return std::nullopt;
  }
  return kUpperBounds.at(place);
}

}  // namespace rackproof::criteria
