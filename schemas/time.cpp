#include "schemas/time.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::int64_t kNanosPerSecond = 1'000'000'000;

template <typename... Values>
std::string formatted(const char* format, Values... values) {
  std::array<char, 64> text{};
  const int length = std::snprintf(text.data(), text.size(), format, values...);
  return {text.data(), static_cast<std::size_t>(length)};
}

/// `text[at, at + count)` as digits, or nothing.
Result<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  const auto piece = text.substr(at, count);
  for (const char c : piece) {
    if (c < '0' || c > '9') {
      return Error{ErrorKind::malformed, "not a digit"};
    }
  }
  auto value = parse_integer(piece);
  if (!value) {
    return std::move(value).error();
  }
  return static_cast<int>(*value);
}

constexpr std::string_view kShape = "0000-00-00T00:00:00";

/// Separators where they belong, then at most nine decimals, then 'Z'.
bool has_shape(std::string_view text) {
  if (text.size() < kShape.size() + 1 || text.size() > kShape.size() + 11 || text.back() != 'Z') {
    return false;
  }
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] != '0' && text[i] != kShape[i]) {
      return false;
    }
  }
  return true;
}

/// The part of `text` that kShape covers, as a time; years whose nanoseconds fit into 64 bits.
Result<std::chrono::sys_seconds> whole_seconds(std::string_view text) {
  constexpr std::array<std::array<std::size_t, 2>, 6> kFields{
      {{0, 4}, {5, 2}, {8, 2}, {11, 2}, {14, 2}, {17, 2}}};
  std::array<int, 6> values{};
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    const auto value = digits(text, kFields[i][0], kFields[i][1]);
    if (!value) {
      return value.error();
    }
    values[i] = *value;
  }
  const std::chrono::year_month_day date{std::chrono::year(values[0]),
                                         std::chrono::month(static_cast<unsigned>(values[1])),
                                         std::chrono::day(static_cast<unsigned>(values[2]))};
  const bool in_range = values[0] >= 1970 && values[0] <= 2261;
  if (!date.ok() || !in_range || values[3] > 23 || values[4] > 59 || values[5] > 59) {
    return Error{ErrorKind::malformed, "no such date or time of day"};
  }
  return std::chrono::sys_days(date) + std::chrono::hours(values[3]) +
         std::chrono::minutes(values[4]) + std::chrono::seconds(values[5]);
}

/// "" or '.' and one to nine digits.
Result<std::chrono::nanoseconds> fraction(std::string_view text) {
  if (text.empty()) {
    return std::chrono::nanoseconds(0);
  }
  const auto value = digits(text, 1, text.size() - 1);
  if (text[0] != '.' || !value) {
    return Error{ErrorKind::malformed, "not a decimal fraction"};
  }
  std::int64_t nanos = *value;
  for (auto places = text.size() - 1; places < 9; ++places) {
    nanos *= 10;
  }
  return std::chrono::nanoseconds(nanos);
}

}  // namespace

std::string format_utc(UtcTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  return formatted(
      "%04d-%02u-%02uT%02ld:%02ld:%02ld.%09ldZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<long>(clock.hours().count()), static_cast<long>(clock.minutes().count()),
      static_cast<long>(clock.seconds().count()), static_cast<long>(clock.subseconds().count()));
}

Result<UtcTime> parse_utc(std::string_view text) {
  const Error malformed{
      ErrorKind::malformed,
      "expected a UTC time like 2026-11-21T05:17:00Z, got '" + printable(text) + "'"};
  if (!has_shape(text)) {
    return malformed;
  }
  const auto second = whole_seconds(text);
  const auto nanos = fraction(text.substr(kShape.size(), text.size() - kShape.size() - 1));
  if (!second || !nanos) {
    return malformed;
  }
  return UtcTime(*second) + *nanos;
}

Result<double> parse_duration_seconds(std::string_view text) {
  constexpr std::array<std::pair<char, double>, 4> kDurations{
      {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}}};
  const auto unit = std::ranges::find_if(
      kDurations, [&](const auto& row) { return !text.empty() && row.first == text.back(); });
  const auto number = unit != kDurations.end() ? parse_double(text.substr(0, text.size() - 1))
                                               : Result<double>(0.0);
  if (!number || !std::isfinite(*number) || *number <= 0) {
    return Error{ErrorKind::malformed,
                 "expected a time such as 90s, 90m, 24h or 3d, got '" + std::string(text) + "'"};
  }
  return *number * unit->second;
}

std::string format_duration(std::chrono::nanoseconds duration) {
  const auto seconds = duration.count() / kNanosPerSecond;
  if (seconds >= 3600) {
    return formatted("%ld h %02ld min", static_cast<long>(seconds / 3600),
                     static_cast<long>(seconds / 60 % 60));
  }
  if (seconds >= 60) {
    return formatted("%ld min %02ld s", static_cast<long>(seconds / 60),
                     static_cast<long>(seconds % 60));
  }
  return formatted("%.1f s",
                   static_cast<double>(duration.count()) / static_cast<double>(kNanosPerSecond));
}

}  // namespace rackproof
