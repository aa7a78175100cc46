#include "schemas/store/forgotten.h"

#include <algorithm>
#include <chrono>

#include "schemas/text.h"

namespace rackproof::store {
namespace {

UtcTime time_of(std::int64_t stamp) {
  return UtcTime{std::chrono::nanoseconds(stamp)};
}

void add_stretch(std::vector<KeptStretch>& kept, std::int64_t from, std::int64_t to,
                 std::string as) {
  if (from < to) {
    kept.push_back({{time_of(from), time_of(to)}, std::move(as)});
  }
}

}  // namespace

std::vector<KeptStretch> kept_stretches(const Forgotten& forgotten) {
  std::vector<KeptStretch> kept;
  const auto& from = forgotten.from_ns;
  add_stretch(kept, forgotten.began_ns, from.back(), "nothing");
  for (auto tier = kTiers.size(); tier > 0; --tier) {
    add_stretch(kept, from[tier], from[tier - 1],
                "summaries of " + std::string(kTiers[tier - 1].words));
  }
  return kept;
}

std::optional<Error> refusal_of(const Forgotten& forgotten, TimeRange range) {
  const auto from = time_of(forgotten.from_ns[0]);
  if (!forgotten.readings || range.from >= from || range.to <= time_of(forgotten.began_ns)) {
    return std::nullopt;
  }
  return Error{ErrorKind::out_of_range,
               "readings before " + format_utc(from) +
                   " are no longer kept one by one: ask for windows of 1 min, 15 min or 1 h, or "
                   "for a later time"};
}

std::string format_forgotten(const Forgotten& forgotten) {
  std::string text = forgotten.readings ? "1" : "0";
  text += " " + std::to_string(forgotten.began_ns);
  for (const auto from : forgotten.from_ns) {
    text += " " + std::to_string(from);
  }
  return text + " " + std::to_string(forgotten.events_from_ns);
}

Result<Forgotten> parse_forgotten(std::string_view text) {
  Forgotten forgotten;
  if (text.empty()) {
    return forgotten;
  }
  const Error none{ErrorKind::malformed, "a note of what was forgotten that is none"};
  std::vector<std::int64_t> numbers;
  for (const auto word : split(text, ' ')) {
    const auto number = parse_integer(word);
    if (!number || *number < 0) {
      return none;
    }
    numbers.push_back(*number);
  }
  if (numbers.size() != kResolutions + 3 || numbers[0] > 1) {
    return none;
  }
  forgotten.readings = numbers[0] == 1;
  forgotten.began_ns = numbers[1];
  std::copy_n(numbers.begin() + 2, kResolutions, forgotten.from_ns.begin());
  forgotten.events_from_ns = numbers.back();
  const bool in_order = std::is_sorted(forgotten.from_ns.rbegin(), forgotten.from_ns.rend()) &&
                        forgotten.began_ns <= forgotten.from_ns.back();
  return in_order ? Result<Forgotten>(forgotten) : none;
}

}  // namespace rackproof::store
