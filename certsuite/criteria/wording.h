#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "schemas/units.h"

/// Numbers and lists inside a verdict's sentence. For people, and yet part of what a verifier
/// recomputes: no locale, the same letters on every build. short_number() is in schemas/text.h.
namespace rackproof::criteria {

/// "85.25 Cel"; a plain count without its "1".
[[nodiscard]] std::string with_unit(std::string_view number, Unit unit);
/// "1 window", "24 windows".
[[nodiscard]] std::string counted(std::size_t count, std::string_view singular);

}  // namespace rackproof::criteria
