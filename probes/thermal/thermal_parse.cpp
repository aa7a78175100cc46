#include "probes/thermal/thermal_parse.h"

#include <string>

namespace rackproof::thermal {

Reading parse_level(std::string_view text) {
  auto level = parse_count(text);
  const auto* count = std::get_if<std::int64_t>(&level);
  if (count != nullptr && *count < 0) {
    return Error{ErrorKind::sentinel, std::string(text) + ": the device does not cool now"};
  }
  return level;
}

}  // namespace rackproof::thermal
