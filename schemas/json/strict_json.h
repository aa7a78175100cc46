#pragma once

#include <cstddef>
#include <limits>
#include <string_view>

#include "schemas/json/json_value.h"
#include "schemas/result.h"

namespace rackproof {

struct JsonLimits {
  std::size_t bytes = std::size_t{64} << 20;
  int depth = 64;  ///< Arrays and objects inside one another.
  /// An integer beyond 2^53 is read as a string of its digits, as json_of_integer() writes it, and
  /// not refused: for documents of machines whose byte counters get there.
  bool long_integers_as_text = false;
  /// Values in all, containers included: for documents of a known shape, so that a list of a
  /// hundred thousand small things is refused at the first that is too many.
  std::size_t values = std::numeric_limits<std::size_t>::max();
};

/// The one way in for JSON that was written by somebody else. One document and nothing after it;
/// well-formed UTF-8 without byte order mark; no name twice in one object, however it is escaped;
/// no NaN, no Infinity, no number that a double cannot hold, no integer beyond 2^53 (written as a
/// number it has already lost bits somewhere; see JsonLimits); no NUL character. Error{malformed}
/// with the path of the place, or Error{out_of_range} past a limit.
Result<JsonValue> parse_strict_json(std::string_view bytes, const JsonLimits& limits = {});

}  // namespace rackproof
