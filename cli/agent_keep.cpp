#include "cli/agent_keep.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "schemas/text.h"
#include "schemas/time.h"

namespace rackproof {
namespace {

using std::chrono::nanoseconds;

struct AgeKey {
  std::string_view key;
  std::string_view words;
  nanoseconds usual;  ///< Where anything is forgotten and nothing is said of it.
};

constexpr std::chrono::hours kDay{24};
constexpr int kDaysAYear = 365;

/// As KeepRules::age has them.
constexpr std::array kAges{
    AgeKey{"keep_raw", "readings", nanoseconds(0)},
    AgeKey{"keep_1m", "windows of 1 min", 180 * kDay},
    AgeKey{"keep_15m", "windows of 15 min", 2 * kDaysAYear* kDay},
    AgeKey{"keep_1h", "windows of 1 h", 10 * kDaysAYear* kDay},
};

constexpr nanoseconds kShortestAge = std::chrono::hours(2);
constexpr nanoseconds kLongestAge = 100 * kDaysAYear * kDay;
constexpr std::int64_t kLeastBytes = std::int64_t{64} << 20;

/// "30d", "12h", "2y" of 365 days; nothing for what is none.
std::optional<nanoseconds> age_of(std::string_view text) {
  const bool years = text.ends_with('y');
  const auto days = years ? std::string(text.substr(0, text.size() - 1)) + "d" : std::string(text);
  const auto seconds = parse_duration_seconds(days);
  if (!seconds) {
    return std::nullopt;
  }
  const double length = *seconds * (years ? kDaysAYear : 1);
  if (!(length >= std::chrono::duration<double>(kShortestAge).count()) ||
      !(length <= std::chrono::duration<double>(kLongestAge).count())) {
    return std::nullopt;
  }
  return std::chrono::seconds(static_cast<std::int64_t>(length));
}

nanoseconds read_age(TableReader& reader, std::string_view key) {
  const auto text = reader.text(key);
  if (text.empty()) {
    return nanoseconds(0);
  }
  const auto age = age_of(text);
  if (!age) {
    reader.error(key, "is a time of 2 h to 100 y, as \"12h\", \"30d\" or \"2y\"");
  }
  return age.value_or(nanoseconds(0));
}

/// Bytes of "4GiB", "500MiB"; 0 for anything else.
std::int64_t bytes_of(std::string_view text) {
  constexpr std::int64_t kMostUnits = 1 << 20;
  const bool gibi = text.ends_with("GiB");
  if (!gibi && !text.ends_with("MiB")) {
    return 0;
  }
  const auto number = parse_integer(text.substr(0, text.size() - 3));
  return number && *number > 0 && *number <= kMostUnits ? *number << (gibi ? 30 : 20) : 0;
}

std::int64_t read_bytes(TableReader& reader) {
  const auto text = reader.text("most_bytes");
  const auto bytes = bytes_of(text);
  if (!text.empty() && bytes < kLeastBytes) {
    reader.error("most_bytes", "is a size of 64MiB or more, as \"500MiB\" or \"4GiB\"");
  }
  return bytes;
}

/// What was said has to grow from tier to tier; what was not said does.
void settle(TableReader& reader, KeepRules& rules) {
  for (std::size_t i = 1; i < kAges.size(); ++i) {
    const bool said = rules.age[i].count() > 0;
    if (said && rules.age[i] < rules.age[i - 1]) {
      reader.error(kAges[i].key, "is shorter than '" + std::string(kAges[i - 1].key) +
                                     "', from which it takes over: make it as long or longer");
    }
    if (!said && (rules.age[i - 1].count() > 0 || rules.most_bytes > 0)) {
      rules.age[i] = std::max(kAges[i].usual, rules.age[i - 1]);
    }
  }
}

std::string age_words(nanoseconds age) {
  if (age.count() == 0) {
    return "for ever";
  }
  const auto hours = std::chrono::duration_cast<std::chrono::hours>(age);
  const auto days = hours / kDay;
  if (hours % kDay != std::chrono::hours(0)) {
    return std::to_string(hours.count()) + " h";
  }
  return days % kDaysAYear == 0 ? std::to_string(days / kDaysAYear) + " y"
                                : std::to_string(days) + " d";
}

}  // namespace

KeepRules read_keep_rules(TableReader& reader) {
  KeepRules rules;
  for (std::size_t i = 0; i < kAges.size(); ++i) {
    rules.age[i] = read_age(reader, kAges[i].key);
  }
  rules.events = read_age(reader, "keep_events");
  rules.most_bytes = read_bytes(reader);
  const bool readings = rules.age[0].count() > 0 || rules.most_bytes > 0;
  for (std::size_t i = 1; i < kAges.size(); ++i) {
    if (rules.age[i].count() > 0 && !readings) {
      reader.error(kAges[i].key,
                   "says nothing while readings are kept for ever: set 'keep_raw' or "
                   "'most_bytes' too");
    }
  }
  settle(reader, rules);
  if (reader.find("keep") != nullptr) {
    reader.error("keep",
                 "is no key: write keep_raw, keep_1m, keep_15m, keep_1h, keep_events or "
                 "most_bytes, as keep_raw = \"30d\"");
  }
  return rules;
}

std::string keep_words(const KeepRules& rules) {
  if (!rules.forgets()) {
    return "everything, for ever";
  }
  std::string words;
  for (std::size_t i = 0; i < kAges.size(); ++i) {
    words += std::string(kAges[i].words) + " " + age_words(rules.age[i]) + ", ";
  }
  words += "events " + age_words(rules.events);
  if (rules.most_bytes > 0) {
    words += ", the file up to " + std::to_string(rules.most_bytes >> 20) + " MiB";
  }
  return words;
}

}  // namespace rackproof
