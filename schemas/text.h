#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/result.h"

namespace rackproof {

/// `text` without leading and trailing ASCII white space. A view into `text`.
[[nodiscard]] std::string_view trim(std::string_view text);

/// With A to Z as a to z; all other bytes stay.
[[nodiscard]] std::string lower_case(std::string_view text);

/// The pieces between `separator`s, empty ones included. Views into `text`.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// The pieces between runs of ASCII white space; no empty ones. Views into `text`.
[[nodiscard]] std::vector<std::string_view> words(std::string_view text);

/// The lines of `text` without their newline; a last line without newline counts.
[[nodiscard]] std::vector<std::string_view> lines(std::string_view text);

/// Whether all of `text` is like `pattern`, where '*' stands for any characters, none included.
[[nodiscard]] bool matches_pattern(std::string_view text, std::string_view pattern);

/// Whole-text decimal integer (no white space, no plus sign); malformed or out_of_range otherwise.
[[nodiscard]] Result<std::int64_t> parse_integer(std::string_view text);
[[nodiscard]] Result<std::uint64_t> parse_unsigned(std::string_view text);

/// Whole-text hexadecimal, "0x" optional.
[[nodiscard]] Result<std::uint64_t> parse_hex(std::string_view text);

/// Whole-text finite decimal number, locale independent; "nan" and "inf" are malformed.
[[nodiscard]] Result<double> parse_double(std::string_view text);

/// Shortest text that parses back to the same bits (std::to_chars). `value` must be finite.
[[nodiscard]] std::string format_double(double value);

/// Six significant digits, for sentences: no locale, the same letters on every build.
[[nodiscard]] std::string short_number(double value);

}  // namespace rackproof
