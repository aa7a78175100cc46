#pragma once

#include <string>
#include <string_view>

#include "schemas/architecture.h"

namespace rackproof {

/// What the reference declares where a verdict rests on no criterion of its own: "identity",
/// "software" and "part-<kind>" follow from [[identity]], [[software]] and [[part]]. One sentence
/// with basis and source where there are any; "" for any other name.
[[nodiscard]] std::string declared(const Architecture& reference, std::string_view criterion);

}  // namespace rackproof
