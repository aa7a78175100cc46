#include "probes/infiniband/infiniband_parse.h"

#include <cstdint>
#include <string>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::infiniband {
namespace {

constexpr std::size_t kRateWords = 3;  // "40", "Gb/sec", "(4X" and perhaps "QDR)"

constexpr std::int64_t kWidest = 16;  // IBTA knows 1X to 12X; room for the next

Error not_a_rate(std::string_view text, ErrorKind kind = ErrorKind::malformed) {
  return {kind, "expected a rate like '40 Gb/sec (4X QDR)', got '" + printable(text) + "'"};
}

}  // namespace

Reading parse_state(std::string_view text) {
  auto state = parse_integer(text.substr(0, text.find(':')));
  if (!state) {
    return std::move(state).error();
  }
  return *state;
}

Reading parse_rate(std::string_view text) {
  const auto parts = words(text);
  if (parts.size() < 2 || parts[1] != "Gb/sec") {
    return not_a_rate(text);
  }
  auto giga = parse_double(parts[0]);
  if (!giga) {
    return std::move(giga).error();
  }
  if (*giga < 0) {
    return not_a_rate(text, ErrorKind::out_of_range);
  }
  return *giga * 1e9;
}

Reading parse_lanes(std::string_view text) {
  const auto parts = words(text);
  if (parts.size() < kRateWords || !parts[2].starts_with('(')) {
    return not_a_rate(text);
  }
  const auto lanes = parts[2].substr(1, parts[2].find('X') - 1);
  auto count = parse_integer(lanes);
  if (!count) {
    return std::move(count).error();
  }
  if (*count < 1 || *count > kWidest) {
    return not_a_rate(text, ErrorKind::out_of_range);
  }
  return *count;
}

Reading parse_counter(std::string_view text) {
  if (text.starts_with("N/A")) {
    return Error{ErrorKind::unsupported,
                 "'" + printable(text) + "': the driver counts no such thing"};
  }
  auto count = parse_integer(text);
  if (!count) {
    return std::move(count).error();
  }
  if (*count < 0) {
    return Error{ErrorKind::out_of_range, "a counter below zero: " + std::string(text)};
  }
  return *count;
}

Reading parse_words(std::string_view text) {
  constexpr std::int64_t kWord = 4;
  auto reading = parse_counter(text);
  if (auto* count = std::get_if<std::int64_t>(&reading)) {
    if (*count > INT64_MAX / kWord) {
      return Error{ErrorKind::out_of_range, std::string(text) + " words do not fit into 64 bits"};
    }
    *count *= kWord;
  }
  return reading;
}

}  // namespace rackproof::infiniband
