#include "probes/inventory/memory_parse.h"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::inventory {
namespace {

Reading scaled(std::string_view text, std::int64_t scale) {
  auto count = parse_integer(text);
  if (!count) {
    return std::move(count).error();
  }
  if (*count < 0 || *count > std::numeric_limits<std::int64_t>::max() / scale) {
    return Error{ErrorKind::out_of_range, printable(text) + ": no machine has that much"};
  }
  return *count * scale;
}

/// "MemTotal:  131072 kB", or "Node 0 MemTotal:  131072 kB".
Reading line_of(std::string_view text, std::string_view key) {
  constexpr std::int64_t kKibibyte = 1024;
  for (const auto line : lines(text)) {
    const auto fields = words(line);
    for (std::size_t i = 0; i + 2 < fields.size(); ++i) {
      if (fields[i].size() == key.size() + 1 && fields[i].starts_with(key) &&
          fields[i].ends_with(':') && fields[i + 2] == "kB") {
        return scaled(fields[i + 1], kKibibyte);
      }
    }
  }
  return Error{ErrorKind::absent, "no line " + std::string(key)};
}

}  // namespace

Reading parse_memory_total(std::string_view text) {
  return line_of(text, "MemTotal");
}

Reading parse_memory_available(std::string_view text) {
  return line_of(text, "MemAvailable");
}

Reading parse_sectors(std::string_view text) {
  constexpr std::int64_t kSector = 512;
  return scaled(text, kSector);
}

}  // namespace rackproof::inventory
