#include "probes/rapl/rapl_parse.h"

#include <algorithm>
#include <utility>

#include "schemas/text.h"

namespace rackproof::rapl {

std::optional<ZoneName> split_zone(std::string_view directory) {
  const auto last = directory.rfind(':');
  const auto first = directory.find(':');
  if (first == std::string_view::npos || first == 0 || last + 1 == directory.size()) {
    return std::nullopt;
  }
  ZoneName zone{std::string(directory.substr(0, first)), {}};
  if (last != first) {
    zone.parent = directory.substr(0, last);
  }
  return zone;
}

Result<std::string> parse_range(std::string_view text) {
  auto microjoules = parse_unsigned(text);
  if (!microjoules) {
    return std::move(microjoules).error();
  }
  if (*microjoules == 0) {
    return Error{ErrorKind::out_of_range, "an energy counter with a range of 0"};
  }
  return format_double(static_cast<double>(*microjoules) / 1e6);
}

std::optional<int> package_of(std::string_view zone) {
  constexpr std::string_view kPackage = "package-";
  if (!zone.starts_with(kPackage)) {
    return std::nullopt;
  }
  zone.remove_prefix(kPackage.size());
  const auto number = parse_integer(zone.substr(0, std::min(zone.find('-'), zone.size())));
  if (!number || *number < 0 || *number > 65535) {
    return std::nullopt;
  }
  return static_cast<int>(*number);
}

}  // namespace rackproof::rapl
