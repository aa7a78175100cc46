#pragma once

#include <string>

#include "schemas/json/json_value.h"

namespace rackproof {

/// `value` as a document: two spaces a level, members in their order, a newline at the end. The
/// same value gives the same bytes. Bytes that are not UTF-8, and NUL, come out as U+FFFD, so that
/// parse_strict_json() reads everything that this writes.
[[nodiscard]] std::string write_json(const JsonValue& value);

/// The same on one line, newline at the end: one record of a JSON Lines file.
[[nodiscard]] std::string write_json_line(const JsonValue& value);

}  // namespace rackproof
