#include "reports/figures.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <span>

#include "schemas/text.h"

namespace rackproof::figures {
namespace {

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
constexpr std::string_view kAtLeast = "\xE2\x89\xA5\xC2\xA0";
constexpr std::string_view kAtMost = "\xE2\x89\xA4\xC2\xA0";

struct Prefix {
  double from;
  std::string_view word;
};

constexpr double kKibi = 1024;

constexpr std::array kBinaryPrefixes{
    Prefix{kKibi * kKibi * kKibi * kKibi, "Ti"}, Prefix{kKibi * kKibi * kKibi, "Gi"},
    Prefix{kKibi * kKibi, "Mi"}, Prefix{kKibi, "Ki"}, Prefix{1, ""}};

constexpr std::array kPrefixes{Prefix{1e15, "P"}, Prefix{1e12, "T"}, Prefix{1e9, "G"},
                               Prefix{1e6, "M"},  Prefix{1e3, "k"},  Prefix{1, ""}};

bool takes_prefix(Unit unit) {
  switch (unit) {
    case Unit::byte_per_second:
    case Unit::bit_per_second:
    case Unit::flop_per_second:
    case Unit::transfer_per_second:
    case Unit::hertz:
    case Unit::watt:
    case Unit::joule:
      return true;
    default:
      return false;
  }
}

std::string general(double value, int digits) {
  std::array<char, 64> text{};
  const auto [end, failure] = std::to_chars(text.data(), text.data() + text.size(), value,
                                            std::chars_format::general, digits);
  static_cast<void>(failure);  // 64 bytes hold every double at these digits
  return {text.data(), end};
}

/// One decimal for what is near, whole and grouped for what is far, six digits beyond that.
std::string percent_digits(double percent) {
  constexpr double kNear = 1000;
  constexpr double kFar = 1e9;
  const auto size = std::abs(percent);
  if (size < kNear) {
    return fixed(percent, 1);
  }
  return size < kFar ? grouped(static_cast<std::int64_t>(std::round(percent)))
                     : general(percent, 6);
}

std::string with_unit(const std::string& number, std::string_view unit) {
  return unit.empty() ? number : number + std::string(kNoBreakSpace) + std::string(unit);
}

/// A plain number: whole ones in groups of three, others with six significant digits.
std::string plain(double value) {
  constexpr double kLargestGrouped = 1e15;
  const bool whole = std::floor(value) == value && std::abs(value) < kLargestGrouped;
  return whole ? grouped(static_cast<std::int64_t>(value)) : general(value, 6);
}

/// `prefixes` from the largest down to none.
std::string prefixed(double value, Unit unit, std::span<const Prefix> prefixes) {
  const auto size = std::abs(value);
  const auto found = std::ranges::find_if(prefixes, [size](const Prefix& prefix) {
    return size >= prefix.from * 0.99995;  // what would round up to 1000 of the next lower one
  });
  const auto& prefix = found == prefixes.end() ? prefixes.back() : *found;
  return with_unit(general(value / prefix.from, 4),
                   std::string(prefix.word) + std::string(to_string(unit)));
}

}  // namespace

std::string figure(double value, Unit unit) {
  if (unit == Unit::one) {
    return plain(value);
  }
  if (unit == Unit::ratio) {
    return with_unit(general(value * 100, 4), "%");
  }
  if (unit == Unit::celsius) {
    return with_unit(general(value, 5),
                     "\xC2\xB0"
                     "C");
  }
  if (unit == Unit::operation_per_second) {
    return with_unit(plain(std::round(value)), "/s");
  }
  if (unit == Unit::byte) {
    return prefixed(value, unit, kBinaryPrefixes);
  }
  if (takes_prefix(unit)) {
    return prefixed(value, unit, kPrefixes);
  }
  return with_unit(general(value, 4), to_string(unit));
}

std::string limits(std::optional<double> at_least, std::optional<double> at_most, Unit unit) {
  if (at_least && at_most) {
    return *at_least == *at_most
               ? "=\xC2\xA0" + figure(*at_least, unit)
               : figure(*at_least, unit) + " \xE2\x80\xA6 " + figure(*at_most, unit);
  }
  if (at_least) {
    return std::string(kAtLeast) + figure(*at_least, unit);
  }
  return at_most ? std::string(kAtMost) + figure(*at_most, unit) : "none";
}

std::string quantity(const Quantity& quantity) {
  if (quantity.basis == Basis::not_public) {
    return "not public";
  }
  std::string text;
  if (quantity.value) {
    text = format_double(*quantity.value);
  } else if (quantity.min && quantity.max) {
    text = format_double(*quantity.min) + " \xE2\x80\xA6 " + format_double(*quantity.max);
  } else if (quantity.min || quantity.max) {
    text = (quantity.min ? std::string(kAtLeast) : std::string(kAtMost)) +
           format_double(quantity.min ? *quantity.min : *quantity.max);
  }
  if (quantity.unit != Unit::one) {
    text = with_unit(text, to_string(quantity.unit));
  }
  return quantity.of.empty() ? text : text + " of " + quantity.of;
}

std::string margin(const Verdict& verdict) {
  if (!verdict.observed) {
    return "";
  }
  std::optional<double> nearest;
  const auto consider = [&nearest](std::optional<double> limit, double room) {
    if (limit && *limit != 0) {
      const auto share = room / std::abs(*limit);
      nearest = nearest ? std::min(*nearest, share) : share;
    }
  };
  consider(verdict.accept_at_least, *verdict.observed - verdict.accept_at_least.value_or(0));
  consider(verdict.accept_at_most, verdict.accept_at_most.value_or(0) - *verdict.observed);
  if (!nearest) {
    return "";
  }
  const auto percent = *nearest * 100;
  return with_unit((percent > 0 ? "+" : "") + percent_digits(percent), "%");
}

std::string observed(const Verdict& verdict) {
  return verdict.observed ? figure(*verdict.observed, verdict.unit) : "\xE2\x80\x93";
}

std::string grouped(std::int64_t value) {
  const auto digits = std::to_string(value);
  const std::size_t sign = value < 0 ? 1 : 0;
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const auto left = digits.size() - i;
    if (i > sign && left % 3 == 0) {
      text += kNoBreakSpace;
    }
    text += digits[i];
  }
  return text;
}

std::string fixed(double value, int decimals) {
  std::array<char, 400> text{};
  const auto rounded = value == 0 ? 0.0 : value;  // no "-0.0" out of a zero
  const auto [end, failure] = std::to_chars(text.data(), text.data() + text.size(), rounded,
                                            std::chars_format::fixed, decimals);
  static_cast<void>(failure);  // 400 bytes hold every double at these decimals
  return {text.data(), end};
}

std::string moment(UtcTime time) {
  constexpr std::size_t kSeconds = 19;  // up to and with the seconds
  auto text = format_utc(time).substr(0, kSeconds);
  std::ranges::replace(text, 'T', ' ');
  return text + " UTC";
}

std::string given(std::string_view text) {
  return text.empty() ? "not given" : std::string(text);
}

std::string counted(std::int64_t count, std::string_view singular) {
  return grouped(count) + " " + std::string(singular) + (count == 1 ? "" : "s");
}

std::string device_name(std::string_view id) {
  constexpr std::string_view kPrefix = "node/";
  if (id == "node") {
    return "the whole machine";
  }
  return std::string(id.starts_with(kPrefix) ? id.substr(kPrefix.size()) : id);
}

}  // namespace rackproof::figures
