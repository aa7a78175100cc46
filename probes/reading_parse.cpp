#include "probes/reading_parse.h"

#include <cstdint>
#include <string>
#include <utility>

#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::int64_t kAbsoluteZero = -273150;     // 0 K
constexpr std::int64_t kThresholdUnset = 65261850;  // 65535 K (NVMe, Get Features 04h)
constexpr std::int64_t kHottest = 1000000;          // no sensor of a computer works there

Reading scaled(std::string_view text, double divisor) {
  auto value = parse_integer(text);
  if (!value) {
    return std::move(value).error();
  }
  return static_cast<double>(*value) / divisor;
}

}  // namespace

Reading parse_count(std::string_view text) {
  auto value = parse_integer(text);
  if (!value) {
    return std::move(value).error();
  }
  return *value;
}

Reading parse_thousand(std::string_view text) {
  return scaled(text, 1e3);
}

Reading parse_million(std::string_view text) {
  return scaled(text, 1e6);
}

Reading parse_millidegrees(std::string_view text) {
  auto value = parse_integer(text);
  if (!value) {
    return std::move(value).error();
  }
  if (*value <= kAbsoluteZero || *value == kThresholdUnset) {
    return Error{ErrorKind::sentinel, std::string(text) + " thousandths of a degree: not set"};
  }
  if (*value > kHottest) {
    return Error{ErrorKind::out_of_range,
                 std::string(text) + " thousandths of a degree: no sensor can be that hot"};
  }
  return static_cast<double>(*value) / 1e3;
}

}  // namespace rackproof
