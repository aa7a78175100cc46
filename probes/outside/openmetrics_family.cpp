#include "probes/outside/openmetrics_family.h"

#include <algorithm>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::outside {
namespace {

/// What a sample's name has behind its family's, by type.
struct SuffixRow {
  FamilyType type = FamilyType::unknown;
  Dialect dialect = Dialect::automatic;
  std::array<std::string_view, 4> suffixes;  ///< A "" behind another one is padding.
};

// OpenMetrics 1.0, "Suffixes"; Prometheus 0.0.4, where a counter's family has the sample's name.
// clang-format off
constexpr std::array kSuffixes{
    SuffixRow{FamilyType::counter, Dialect::openmetrics, {"_total", "_created"}},
    SuffixRow{FamilyType::info, Dialect::openmetrics, {"_info"}},
    SuffixRow{FamilyType::histogram, Dialect::openmetrics, {"_bucket", "_sum", "_count", "_created"}},
    SuffixRow{FamilyType::gauge_histogram, Dialect::openmetrics, {"_bucket", "_gsum", "_gcount"}},
    SuffixRow{FamilyType::summary, Dialect::openmetrics, {"", "_sum", "_count", "_created"}},
    SuffixRow{FamilyType::histogram, Dialect::prometheus, {"", "_bucket", "_sum", "_count"}},
    SuffixRow{FamilyType::summary, Dialect::prometheus, {"", "_sum", "_count"}},
};
// clang-format on

constexpr std::array<std::string_view, 8> kEndings{"_total", "_created", "_info", "_bucket",
                                                   "_sum",   "_count",   "_gsum", "_gcount"};

Error malformed(const std::string& what, std::string_view got) {
  return Error{ErrorKind::malformed, what + ", got '" + printable(got, 80) + "'"};
}

}  // namespace

bool takes_suffix(FamilyType type, Dialect dialect, std::string_view suffix) {
  const auto row = std::ranges::find_if(kSuffixes, [&](const SuffixRow& candidate) {
    return candidate.type == type && candidate.dialect == dialect;
  });
  if (row == kSuffixes.end()) {
    return suffix.empty();
  }
  if (suffix.empty()) {
    return row->suffixes.front().empty();
  }
  return std::ranges::find(row->suffixes, suffix) != row->suffixes.end();
}

Result<void> FamilyTable::tell(std::string_view keyword, std::string_view family,
                               std::string_view text) {
  const auto place = enter(family);
  if (!place) {
    return place.error();
  }
  if (auto once = tell_once(keyword, *place); !once) {
    return once;
  }
  if (keyword == "TYPE") {
    return tell_type(*place, text);
  }
  if (keyword == "UNIT") {
    return tell_unit(*place, text);
  }
  families_[*place].help = unescaped_help(text, dialect_);
  return {};
}

Result<void> FamilyTable::tell_once(std::string_view keyword, std::size_t family) {
  auto& told = told_[family];
  bool* said = &told.help;
  if (keyword != "HELP") {
    said = keyword == "TYPE" ? &told.type : &told.unit;
  }
  if (std::exchange(*said, true)) {
    return malformed("expected one # " + std::string(keyword) + " a family",
                     families_[family].name);
  }
  if (told.samples && (openmetrics() || keyword == "TYPE")) {
    return malformed("expected # " + std::string(keyword) + " before the family's first sample",
                     families_[family].name);
  }
  return {};
}

Result<void> FamilyTable::tell_type(std::size_t family, std::string_view text) {
  if (!openmetrics()) {
    text = trim(text);
    text = text == "untyped" ? "unknown" : text;
  }
  const auto type = value_of(kFamilyTypes, text);
  if (!type) {
    return malformed("expected a family's type", text);
  }
  families_[family].type = *type;
  return {};
}

Result<void> FamilyTable::tell_unit(std::size_t family, std::string_view text) {
  const auto name = families_[family].name;
  if (!text.empty() && !name.ends_with("_" + std::string(text))) {
    return malformed("expected the unit that " + printable(name, 80) + " ends with", text);
  }
  families_[family].unit = text;
  return {};
}

/// The place of the family of that name, made where it is new. In OpenMetrics none comes back.
Result<std::size_t> FamilyTable::enter(std::string_view family) {
  const auto [place, is_new] = places_.try_emplace(family, families_.size());
  if (is_new) {
    if (families_.size() == most_) {
      return Error{ErrorKind::out_of_range, "more than " + std::to_string(most_) + " families"};
    }
    families_.push_back({family, FamilyType::unknown, {}, {}});
    told_.emplace_back();
  } else if (openmetrics() && place->second != current_) {
    return malformed("expected all lines of a family together", family);
  }
  current_ = place->second;
  return current_;
}

bool FamilyTable::belongs(std::size_t family, std::string_view name) const {
  const auto& candidate = families_[family];
  return name.starts_with(candidate.name) &&
         takes_suffix(candidate.type, dialect_, name.substr(candidate.name.size()));
}

/// The family that `name` belongs to, or has the name of; kNone when there is none.
std::size_t FamilyTable::known_family_of(std::string_view name) const {
  if (current_ != kNone && belongs(current_, name)) {
    return current_;
  }
  if (const auto exact = places_.find(name); exact != places_.end()) {
    return exact->second;
  }
  for (const auto ending : kEndings) {
    if (!name.ends_with(ending)) {
      continue;
    }
    const auto stem = places_.find(name.substr(0, name.size() - ending.size()));
    if (stem != places_.end() && belongs(stem->second, name)) {
      return stem->second;
    }
  }
  return kNone;
}

Result<std::size_t> FamilyTable::take_sample(std::string_view name) {
  const auto known = known_family_of(name);
  if (known != kNone && !belongs(known, name)) {
    return malformed("expected a sample's name of a " +
                         std::string(word_of(kFamilyTypes, families_[known].type)),
                     name);
  }
  auto family = enter(known == kNone ? name : families_[known].name);
  if (family) {
    told_[*family].samples = true;
  }
  return family;
}

}  // namespace rackproof::outside
