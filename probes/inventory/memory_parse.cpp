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

/// The number of "MemTotal:  131072 kB", or of "Node 0 MemTotal:  131072 kB"; "" for other lines.
std::string_view number_in(std::string_view line, std::string_view key) {
  const auto fields = words(line);
  if (fields.size() < 3 || fields.back() != "kB") {
    return {};
  }
  const auto name = fields[fields.size() - 3];
  return name.size() == key.size() + 1 && name.starts_with(key) && name.ends_with(':')
             ? fields[fields.size() - 2]
             : std::string_view();
}

Reading line_of(std::string_view text, std::string_view key) {
  constexpr std::int64_t kKibibyte = 1024;
  for (const auto line : lines(text)) {
    if (const auto number = number_in(line, key); !number.empty()) {
      return scaled(number, kKibibyte);
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
