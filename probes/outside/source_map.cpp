#include "probes/outside/source_map.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "schemas/text.h"

namespace rackproof::outside {
namespace {

constexpr double kExactly = 9007199254740992.0;  // 2^53: whole numbers up to here are exact

bool speaks_of(const SentinelRow& sentinel, std::string_view name) {
  return sentinel.series.empty() || std::ranges::any_of(sentinel.series, [name](const auto& like) {
           return matches_pattern(name, like);
         });
}

bool is_sentinel(const SentinelRow& sentinel, const Reading& given) {
  const auto* count = std::get_if<std::int64_t>(&given);
  if (count != nullptr && sentinel.exactly) {
    return *count == *sentinel.exactly;
  }
  const auto number = as_double(given);
  return number >= sentinel.at_least && number <= sentinel.at_most;
}

/// A whole number times a whole factor, where 64 bits hold it.
std::optional<std::int64_t> whole_product(std::int64_t count, double factor) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  if (factor < 1 || factor > kExactly || std::floor(factor) != factor) {
    return std::nullopt;
  }
  const auto times = static_cast<std::int64_t>(factor);
  if (count > kMost / times || count < -(kMost / times)) {
    return std::nullopt;
  }
  return count * times;
}

/// Multiplied and divided, never multiplied by an inexact factor: 85250 mW give 85.25 W to the last
/// bit.
Reading scaled(const Reading& given, const Conversion& conversion) {
  const auto to_base = unit_row(conversion.unit).to_base;
  const auto up = conversion.multiply * (to_base >= 1 ? to_base : 1);
  const auto down = conversion.divide * (to_base >= 1 ? 1 : std::round(1 / to_base));
  if (const auto* count = std::get_if<std::int64_t>(&given); count != nullptr && down == 1) {
    if (const auto product = whole_product(*count, up)) {
      return *product;
    }
  }
  return as_double(given) * up / down;
}

bool counts_things(const Metric& metric) {
  return metric.unit == Unit::one && metric.kind != MetricKind::gauge;
}

bool counts_bytes(const Metric& metric) {
  return metric.unit == Unit::byte && metric.kind == MetricKind::counter;
}

std::string words_of(const Reading& reading) {
  const auto* count = std::get_if<std::int64_t>(&reading);
  return count != nullptr ? std::to_string(*count) : format_double(std::get<double>(reading));
}

/// A whole double that a count can be, as a count.
Reading whole(Reading reading) {
  const auto* number = std::get_if<double>(&reading);
  if (number == nullptr) {
    return reading;
  }
  if (std::floor(*number) != *number) {
    return Error{ErrorKind::malformed, "expected a whole number, got " + words_of(reading)};
  }
  if (std::abs(*number) > kExactly) {
    return Error{ErrorKind::out_of_range, words_of(reading) + " has lost its last digits"};
  }
  return static_cast<std::int64_t>(*number);
}

}  // namespace

Reading checked(const Metric& metric, Reading reading) {
  if (!has_value(reading)) {
    return reading;
  }
  if (!std::isfinite(as_double(reading))) {
    return Error{ErrorKind::out_of_range, "no double holds it"};
  }
  if (metric.kind == MetricKind::counter && as_double(reading) < 0) {
    return Error{ErrorKind::out_of_range, "a count below zero: " + words_of(reading)};
  }
  if (counts_things(metric)) {
    return whole(std::move(reading));
  }
  if (counts_bytes(metric) && has_value(whole(reading))) {
    return whole(std::move(reading));  // 1.5e+09 is a count too
  }
  return reading;
}

Reading converted(const Reading& given, const SeriesRow& row,
                  const std::vector<SentinelRow>& sentinels) {
  if (!has_value(given)) {
    return given;
  }
  for (const auto& sentinel : sentinels) {
    if (speaks_of(sentinel, row.name) && is_sentinel(sentinel, given)) {
      return Error{sentinel.reason, words_of(given) + ": " + sentinel.text};
    }
  }
  return checked(*row.metric, scaled(given, row.conversion));
}

}  // namespace rackproof::outside
