#include "schemas/reading_leaf.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <limits>
#include <variant>

#include "schemas/encoding.h"

namespace rackproof {
namespace {

/// No tab and no newline, whatever a name holds.
std::string plain(std::string_view name) {
  return printable(name, std::numeric_limits<std::size_t>::max());
}

constexpr std::size_t kLongestNumber = 32;  ///< Every int64 and every double fits.

template <typename Number>
void append_number(std::string& text, Number number) {
  std::array<char, kLongestNumber> digits{};
  const auto [end, failure] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  static_cast<void>(failure);
  text.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

}  // namespace

std::string leaf_heading(const SeriesKey& key, std::string_view unit) {
  return plain(key.metric) + "\t" + plain(unit) + "\t" + plain(key.device) + "\n";
}

void append_stamp(std::string& text, UtcTime taken_at) {
  append_number(text, std::int64_t{taken_at.time_since_epoch().count()});
  text += '\t';
}

void append_count(std::string& text, std::int64_t count) {
  text += 'i';
  append_number(text, count);
  text += '\n';
}

void append_measurement(std::string& text, double value) {
  text += 'd';
  append_number(text, value);
  text += '\n';
}

void append_value(std::string& text, const Reading& reading) {
  if (const auto* count = std::get_if<std::int64_t>(&reading)) {
    append_count(text, *count);
  } else if (const auto* value = std::get_if<double>(&reading)) {
    append_measurement(text, *value);
  } else {
    text.append("e").append(to_string(std::get<Error>(reading).kind)).append("\n");
  }
}

std::string reading_row(UtcTime taken_at, const Reading& reading) {
  std::string row;
  append_stamp(row, taken_at);
  append_value(row, reading);
  return row;
}

ReadingLeaf::ReadingLeaf(std::string_view heading) {
  hash_.update(std::string_view("\0", 1));  // as merkle_leaf() begins
  hash_.update(heading);
}

}  // namespace rackproof
