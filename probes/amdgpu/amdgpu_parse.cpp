#include "probes/amdgpu/amdgpu_parse.h"

#include <limits>
#include <string>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::amdgpu {
namespace {

constexpr std::string_view kInaccessible = "Query currently inaccessible";  // amdgpu_ras.c

Error malformed(std::string_view wanted, std::string_view line) {
  return {ErrorKind::malformed,
          "expected " + std::string(wanted) + ", got '" + printable(line) + "'"};
}

/// The place that a label's count goes to; nullptr for a label that nobody knows.
std::optional<std::int64_t>* place_of(RasCounts& counts, std::string_view label) {
  if (label == "ue") {
    return &counts.uncorrectable;
  }
  if (label == "ce") {
    return &counts.correctable;
  }
  return label == "de" ? &counts.deferred : nullptr;
}

Result<void> take_line(std::string_view line, RasCounts& counts) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) {
    return malformed("'ue: N', 'ce: N' or 'de: N'", line);
  }
  auto* place = place_of(counts, trim(line.substr(0, colon)));
  const auto count = parse_integer(trim(line.substr(colon + 1)));
  if (place == nullptr || !count || *count < 0) {
    return malformed("'ue: N', 'ce: N' or 'de: N'", line);
  }
  if (place->has_value()) {
    return malformed("each label once", line);
  }
  *place = *count;
  return {};
}

/// The state letter of one bad page; nothing when the line is not one.
std::optional<char> page_state(std::string_view line) {
  const auto parts = split(line, ':');
  if (parts.size() != 3 || !parse_hex(trim(parts[0])) || !parse_hex(trim(parts[1]))) {
    return std::nullopt;
  }
  const auto state = trim(parts[2]);
  return state.size() == 1 ? std::optional(state.front()) : std::nullopt;
}

std::int64_t* place_of(BadPages& pages, char state) {
  switch (state) {
    case 'R':
      return &pages.retired;
    case 'P':
      return &pages.pending;
    case 'F':
      return &pages.failed;
    default:
      return nullptr;
  }
}

}  // namespace

Result<RasCounts> parse_ras(std::string_view text) {
  if (text.starts_with(kInaccessible)) {
    return Error{ErrorKind::stale, "'" + printable(text) + "': the accelerator resets"};
  }
  RasCounts counts;
  for (const auto line : lines(text)) {
    if (auto taken = take_line(line, counts); !taken) {
      return std::move(taken).error();
    }
  }
  if (!counts.uncorrectable && !counts.correctable && !counts.deferred) {
    return malformed("'ue: N', 'ce: N' or 'de: N'", text);
  }
  return counts;
}

bool is_sleeping_growth(std::int64_t before, std::int64_t now) {
  constexpr std::int64_t kStep = 1048560;  // 16 * 65535, as seen on sleeping parts
  return now > before && (now - before) % kStep == 0;
}

Result<BadPages> parse_bad_pages(std::string_view text) {
  BadPages pages;
  for (const auto line : lines(text)) {
    const auto state = page_state(line);
    auto* place = state ? place_of(pages, *state) : nullptr;
    if (place == nullptr) {
      return malformed("'page : size : R, P or F'", line);
    }
    ++*place;
  }
  return pages;
}

Reading parse_percent(std::string_view text) {
  auto value = parse_integer(text);
  if (!value) {
    return std::move(value).error();
  }
  if (*value < 0 || *value > 100) {
    return Error{ErrorKind::out_of_range, "expected 0 to 100, got " + std::string(text)};
  }
  return static_cast<double>(*value) / 100;
}

bool is_card(std::string_view entry) {
  constexpr std::string_view kCard = "card";
  return entry.size() > kCard.size() && entry.starts_with(kCard) &&
         entry.find_first_not_of("0123456789", kCard.size()) == std::string_view::npos;
}

bool is_identity(std::string_view unique_id) {
  const auto number = parse_hex(unique_id);
  return number && *number != 0 && *number != std::numeric_limits<std::uint64_t>::max();
}

}  // namespace rackproof::amdgpu
