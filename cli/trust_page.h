#pragma once

#include <string>

#include "reports/trust_policy.h"

namespace rackproof {

/// A trust file as it was understood, for people: who is believed, as what, about which devices and
/// when, and what is demanded of a report. Ends in a newline.
[[nodiscard]] std::string trust_page(const TrustPolicy& trust);

}  // namespace rackproof
