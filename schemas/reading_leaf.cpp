#include "schemas/reading_leaf.h"

#include <limits>
#include <variant>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

/// No tab and no newline, whatever a name holds.
std::string plain(std::string_view name) {
  return printable(name, std::numeric_limits<std::size_t>::max());
}

std::string value_of_row(const Reading& reading) {
  if (const auto* count = std::get_if<std::int64_t>(&reading)) {
    return "i" + std::to_string(*count);
  }
  if (const auto* value = std::get_if<double>(&reading)) {
    return "d" + format_double(*value);
  }
  return "e" + std::string(to_string(std::get<Error>(reading).kind));
}

}  // namespace

std::string leaf_heading(const SeriesKey& key, std::string_view unit) {
  return plain(key.metric) + "\t" + plain(unit) + "\t" + plain(key.device) + "\n";
}

std::string reading_row(UtcTime taken_at, const Reading& reading) {
  return std::to_string(taken_at.time_since_epoch().count()) + "\t" + value_of_row(reading) + "\n";
}

ReadingLeaf::ReadingLeaf(std::string_view heading) {
  hash_.update(std::string_view("\0", 1));  // as merkle_leaf() begins
  hash_.update(heading);
}

}  // namespace rackproof
