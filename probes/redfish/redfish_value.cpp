#include "probes/redfish/redfish_value.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

#include "probes/redfish/redfish_time.h"
#include "schemas/encoding.h"
#include "schemas/placeholder.h"
#include "schemas/text.h"

namespace rackproof::redfish {
namespace {

constexpr double kAbsoluteZero = -273.15;
constexpr double kHottest = 1000;  // no sensor of a computer works there
constexpr std::int64_t kAllOnes32 = 4294967295;

struct Word {
  Take take;
  std::string_view word;
  std::int64_t value;
};

constexpr std::array kWords{
    Word{Take::health, "OK", 0},
    Word{Take::health, "Warning", 1},
    Word{Take::health, "Critical", 2},
    Word{Take::fluid_level, "OK", 0},
    Word{Take::fluid_level, "Warning", 1},
    Word{Take::fluid_level, "Critical", 2},
    Word{Take::leak, "OK", 0},
    Word{Take::leak, "Warning", 1},
    Word{Take::leak, "Critical", 2},
    Word{Take::breaker, "Normal", 0},
    Word{Take::breaker, "Tripped", 1},
    Word{Take::breaker, "Off", 2},
    Word{Take::power_switch, "On", 1},
    Word{Take::power_switch, "Off", 0},
    Word{Take::link_status, "LinkUp", 1},
    Word{Take::link_status, "Up", 1},
    Word{Take::link_status, "LinkDown", 0},
    Word{Take::link_status, "Down", 0},
    Word{Take::link_status, "NoLink", 0},
    Word{Take::link_status, "Starting", 0},
    Word{Take::link_status, "Training", 0},
    Word{Take::link_state, "Enabled", 1},
    Word{Take::link_state, "Disabled", 0},
};

bool takes_words(Take take) {
  for (const auto& word : kWords) {
    if (word.take == take) {
      return true;
    }
  }
  return false;
}

Error sentinel(std::string_view what) {
  return Error{ErrorKind::sentinel, std::string(what)};
}

Error out_of_range(double value, std::string_view why) {
  return Error{ErrorKind::out_of_range, format_double(value) + ": " + std::string(why)};
}

Reading take_word(std::string_view text, Take take) {
  for (const auto& word : kWords) {
    if (word.take == take && word.word == text) {
      return word.value;
    }
  }
  if (take == Take::leak && text == "Absent") {
    return Error{ErrorKind::absent, "the leak detector is absent, which is not dry"};
  }
  if (take == Take::leak && text == "Unavailable") {
    return Error{ErrorKind::not_observable, "the leak detector is unavailable, which is not dry"};
  }
  return Error{ErrorKind::unsupported,
               "this release does not know the word '" + printable(text, 40) + "'"};
}

Reading whole(double value) {
  constexpr double kTwoTo63 = 9223372036854775808.0;
  if (value < 0 || value >= kTwoTo63 || std::floor(value) != value) {
    return out_of_range(value, "expected a count");
  }
  return static_cast<std::int64_t>(value);
}

Reading percent(double value) {
  return value < 0 ? Reading(out_of_range(value, "per cent below 0")) : Reading(value / 100);
}

Reading celsius(double value) {
  if (value < kAbsoluteZero || value > kHottest) {
    return out_of_range(value, "no sensor shows such a temperature");
  }
  return value;
}

Reading error_ratio(double value) {
  constexpr double kUnmeasured = 1e-99;  // 15E-255 (NVIDIA's link firmware)
  if (value > 0 && value < kUnmeasured) {
    return Error{ErrorKind::not_observable,
                 format_double(value) + " stands for an error rate that was not measured"};
  }
  return value < 0 || value > 1 ? Reading(out_of_range(value, "an error rate is 0 to 1"))
                                : Reading(value);
}

Reading unless_zero(double value, double factor, std::string_view what) {
  return value == 0 ? Reading(sentinel(what)) : Reading(value * factor);
}

Reading converted(double value, Take take) {
  switch (take) {
    case Take::celsius:
      return celsius(value);
    case Take::count:
      return whole(value);
    case Take::count_32:
      return value == static_cast<double>(kAllOnes32)
                 ? Reading(Error{ErrorKind::saturated, "stands at 4294967295, where it stops"})
                 : whole(value);
    case Take::percent:
      return percent(value);
    case Take::centi:
      return value / 100;
    case Take::milli:
      return value / 1000;
    case Take::kilo:
      return value * 1e3;
    case Take::mega:
      return value * 1e6;
    case Take::giga:
      return value * 1e9;
    case Take::mebibytes:
      return unless_zero(value, 1048576, "0 MiB: the size is not told");
    case Take::per_minute:
      return value / 60;
    case Take::litres_per_minute:
      return value / 60000;
    case Take::kilowatt_hours:
      return value * 3.6e6;
    case Take::watt_hours:
    case Take::hours:
      return value * 3600;
    case Take::supply_watts:
      return unless_zero(value, 1, "0 W: some BMCs write that for power that they do not measure");
    case Take::error_ratio:
      return error_ratio(value);
    case Take::flag:
      return value == 0 || value == 1 ? whole(value) : Reading(out_of_range(value, "no flag"));
    default:
      return value;
  }
}

Reading take_number(double value, Take take) {
  auto reading = converted(value, take);
  const auto* number = std::get_if<double>(&reading);
  if (number != nullptr && !std::isfinite(*number)) {
    return out_of_range(value, "too great for its unit");
  }
  return reading;
}

Reading wrong_kind(const JsonValue& value) {
  return Error{ErrorKind::malformed, "expected a number, got " + std::string(value.kind())};
}

Reading lane_sum(const JsonValue& value) {
  const auto* lanes = value.if_array();
  if (lanes == nullptr || lanes->empty()) {
    return Error{ErrorKind::malformed, "expected counts of lanes"};
  }
  std::int64_t sum = 0;
  for (const auto& lane : *lanes) {
    const auto* count = lane.if_integer();
    if (count == nullptr || *count < 0 || __builtin_add_overflow(sum, *count, &sum)) {
      return Error{ErrorKind::malformed, "expected counts of lanes"};
    }
  }
  return sum;
}

Reading take_string(std::string_view given, Take take) {
  const auto text = trim(given);
  if (is_no_value(text)) {
    return sentinel("'" + printable(text, 20) + "' stands for no value");
  }
  if (takes_words(take)) {
    return take_word(text, take);
  }
  if (take == Take::duration) {
    auto seconds = parse_iso_duration(text);
    return seconds ? Reading(*seconds) : Reading(std::move(seconds).error());
  }
  if (take == Take::flag && (text == "true" || text == "false")) {
    return std::int64_t{text == "true" ? 1 : 0};
  }
  const auto integer = parse_integer(text);
  if (integer && *integer >= 0 && take == Take::count) {
    return *integer;
  }
  auto number = parse_double(text);
  if (!number) {
    return std::move(number).error();
  }
  // Reports print six decimals: every rate below 5e-7 reads so, and what was not measured as well.
  if (take == Take::error_ratio && *number == 0 && text.find('.') != std::string_view::npos) {
    return Error{ErrorKind::not_observable,
                 "'" + printable(text, 20) + "' is an error rate that was rounded away"};
  }
  return take_number(*number, take);
}

}  // namespace

Reading take_value(const JsonValue& value, Take take) {
  if (value.is_null()) {
    return Error{ErrorKind::absent, "null"};
  }
  if (const auto* text = value.if_string()) {
    return take_string(*text, take);
  }
  if (take == Take::lane_sum) {
    return lane_sum(value);
  }
  const auto* flag = value.if_boolean();
  if (flag != nullptr && take == Take::flag) {
    return std::int64_t{*flag ? 1 : 0};
  }
  const auto number = value.as_double();
  if (!number || takes_words(take) || take == Take::duration) {
    return wrong_kind(value);
  }
  const auto* integer = value.if_integer();
  if (integer != nullptr && *integer >= 0 && take == Take::count) {
    return *integer;
  }
  return take_number(*number, take);
}

Reading take_text(std::string_view text, Take take) {
  return take_value(JsonValue(std::string(text)), take);
}

std::optional<Error> state_forbids(std::string_view state) {
  if (state == "Absent") {
    return Error{ErrorKind::absent, "the part is absent"};
  }
  if (state == "Disabled" || state == "UnavailableOffline") {
    return Error{ErrorKind::not_observable, "the part is " + std::string(state)};
  }
  return std::nullopt;
}

}  // namespace rackproof::redfish
