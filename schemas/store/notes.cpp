#include "schemas/store/notes.h"

#include <array>
#include <utility>

#include "schemas/store/bytes.h"
#include "schemas/text.h"

namespace rackproof::store {
namespace {

constexpr std::int64_t kMostNotes = 10'000;
constexpr std::array kCounts{&RowCounts::notes,   &RowCounts::devices, &RowCounts::metrics,
                             &RowCounts::series,  &RowCounts::chunks,  &RowCounts::events,
                             &RowCounts::journal, &RowCounts::tiers};
constexpr std::size_t kCountsOfVersion1 = 6;  // and one more with each version

std::int64_t sum_of(std::int64_t id, std::string_view name, std::string_view value) {
  ByteWriter row;
  row.signed_number(id);
  row.text(name);
  row.text(value);
  return checksum(row.bytes());
}

}  // namespace

std::string format_counts(const RowCounts& counts) {
  std::string text;
  for (const auto member : kCounts) {
    text += (text.empty() ? "" : " ") + std::to_string(counts.*member);
  }
  return text;
}

Result<RowCounts> parse_counts(std::string_view text) {
  const auto numbers = split(text, ' ');
  RowCounts counts;
  const Error none{ErrorKind::malformed, "row counts that are none"};
  if (numbers.size() < kCountsOfVersion1 || numbers.size() > kCounts.size()) {
    return none;
  }
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto number = parse_integer(numbers[i]);
    if (!number || *number < 0) {
      return none;
    }
    counts.*kCounts[i] = *number;
  }
  return counts;
}

Result<void> Notes::load(Database& database, Budget& budget) {
  auto rows = database.prepare("SELECT id, name, value, sum FROM note ORDER BY id");
  if (!rows) {
    return std::move(rows).error();
  }
  rows_.clear();
  for (std::int64_t id = 1; id <= kMostNotes; ++id) {
    const auto row = rows->step();
    if (!row) {
      return row.error();
    }
    if (!*row) {
      return {};
    }
    const auto name = rows->text(1);
    const auto value = rows->text(2);
    const bool intact = rows->integer(0) == id && rows->integer(3) == sum_of(id, name, value);
    if (!intact || !rows->ok() || !budget.take(name.size() + value.size()) ||
        !rows_.try_emplace(std::string(name), Row{id, std::string(value)}).second) {
      return Error{ErrorKind::malformed, "a note fails its checksum"};
    }
  }
  return Error{ErrorKind::malformed, "more notes than a store has"};
}

Result<void> Notes::set(Database& database, std::string_view name, std::string_view value) {
  auto place = rows_.find(name);
  if (place == rows_.end()) {
    if (count() >= kMostNotes) {
      return Error{ErrorKind::out_of_range, "more notes than a store has"};
    }
    place = rows_.try_emplace(std::string(name), Row{count() + 1, ""}).first;
  }
  place->second.value = value;
  auto write =
      database.prepare("INSERT OR REPLACE INTO note(id, name, value, sum) VALUES(?, ?, ?, ?)");
  if (!write) {
    return std::move(write).error();
  }
  const auto id = place->second.id;
  return write->bind(1, id).bind(2, name).bind(3, value).bind(4, sum_of(id, name, value)).run();
}

std::optional<std::string> Notes::get(std::string_view name) const {
  const auto place = rows_.find(name);
  return place == rows_.end() ? std::nullopt : std::optional(place->second.value);
}

}  // namespace rackproof::store
