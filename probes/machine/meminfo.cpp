#include "probes/machine/meminfo.h"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <variant>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::meminfo {
namespace {

constexpr std::int64_t kKibibyte = 1024;

Reading bytes_of(std::string_view kibibytes) {
  auto count = parse_integer(kibibytes);
  if (!count) {
    return std::move(count).error();
  }
  if (*count < 0 || *count > std::numeric_limits<std::int64_t>::max() / kKibibyte) {
    return Error{ErrorKind::out_of_range, printable(kibibytes) + ": no machine has that much"};
  }
  return *count * kKibibyte;
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
  for (const auto line : lines(text)) {
    if (const auto number = number_in(line, key); !number.empty()) {
      return bytes_of(number);
    }
  }
  return Error{ErrorKind::absent, "no line " + std::string(key)};
}

}  // namespace

Reading parse_total(std::string_view text) {
  return line_of(text, "MemTotal");
}

Reading parse_available(std::string_view text) {
  return line_of(text, "MemAvailable");
}

std::uint64_t left_on_node(std::string_view text) {
  std::uint64_t left = 0;
  for (const char* key : {"MemFree", "Active(file)", "Inactive(file)"}) {
    const auto read = line_of(text, key);
    const auto* bytes = std::get_if<std::int64_t>(&read);
    left += bytes != nullptr ? static_cast<std::uint64_t>(*bytes) : 0;
  }
  return left;
}

}  // namespace rackproof::meminfo
