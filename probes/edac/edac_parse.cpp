#include "probes/edac/edac_parse.h"

#include <cstdint>
#include <utility>

#include "schemas/text.h"

namespace rackproof::edac {
namespace {

bool is_numbered(std::string_view text, std::string_view prefix) {
  return text.starts_with(prefix) && parse_unsigned(text.substr(prefix.size())).has_value();
}

}  // namespace

std::optional<DeviceKind> part_kind(std::string_view directory) {
  if (is_numbered(directory, "dimm") || is_numbered(directory, "rank")) {
    return DeviceKind::dimm;
  }
  if (is_numbered(directory, "csrow")) {
    return DeviceKind::csrow;
  }
  return std::nullopt;
}

std::optional<std::string> channel_of(std::string_view file) {
  const auto channel = file.substr(0, file.find('_'));
  if (channel.size() == file.size() || !is_numbered(channel, "ch")) {
    return std::nullopt;
  }
  return std::string(channel);
}

Reading parse_mebibytes(std::string_view text) {
  constexpr std::int64_t kMebibyte = std::int64_t{1} << 20;
  auto size = parse_integer(text);
  if (!size) {
    return std::move(size).error();
  }
  if (*size < 0 || *size > INT64_MAX / kMebibyte) {
    return Error{ErrorKind::out_of_range, std::string(text) + " MiB is no size of memory"};
  }
  return *size * kMebibyte;
}

Reading parse_scrub_rate(std::string_view text) {
  auto rate = parse_integer(text);
  if (!rate) {
    return std::move(rate).error();
  }
  if (*rate < 0) {
    return Error{ErrorKind::sentinel, std::string(text) + ": the controller does not say"};
  }
  return *rate;
}

}  // namespace rackproof::edac
