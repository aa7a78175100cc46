#pragma once

#include <string>

#include "reports/evidence.h"

namespace rackproof {

/// What is in a bundle, for people: one line a member with size, digest and role, what was
/// withheld, and whose run it is. Nothing in it says that the bundle can be trusted.
[[nodiscard]] std::string bundle_listing(const Loaded& loaded);
/// The same as JSON, format "rackproof-bundle/1".
[[nodiscard]] std::string bundle_listing_json(const Loaded& loaded);

}  // namespace rackproof
