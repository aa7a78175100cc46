#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probes/outside/label_pattern.h"
#include "schemas/device.h"
#include "schemas/enum_names.h"
#include "schemas/metric.h"
#include "schemas/result.h"
#include "schemas/sample.h"
#include "schemas/units.h"

/// How the series of somebody else's exporter are told in our words.
namespace rackproof::outside {

/// The reasons that a Reading may carry, spelled as to_string() does.
inline constexpr std::array kReasonWords{
    EnumName<ErrorKind>{ErrorKind::absent, "absent"},
    EnumName<ErrorKind>{ErrorKind::unsupported, "unsupported"},
    EnumName<ErrorKind>{ErrorKind::denied, "denied"},
    EnumName<ErrorKind>{ErrorKind::malformed, "malformed"},
    EnumName<ErrorKind>{ErrorKind::timed_out, "timed_out"},
    EnumName<ErrorKind>{ErrorKind::io, "io"},
    EnumName<ErrorKind>{ErrorKind::stale, "stale"},
    EnumName<ErrorKind>{ErrorKind::sentinel, "sentinel"},
    EnumName<ErrorKind>{ErrorKind::out_of_range, "out_of_range"},
    EnumName<ErrorKind>{ErrorKind::saturated, "saturated"},
    EnumName<ErrorKind>{ErrorKind::not_observable, "not_observable"},
};

/// A device, made from the labels of a series.
struct DeviceRow {
  /// "model", "serial", "vendor", "firmware", "position", or the name of an attribute.
  struct Fact {
    std::string field;
    LabelPattern text;
  };

  std::string key;  ///< By which rows of series name it.
  DeviceKind kind = DeviceKind::sensor;
  LabelPattern id;      ///< Below the source's place: "pci:{pci_bus_id|pci}".
  LabelPattern parent;  ///< The same; empty = the source's place.
  std::vector<Fact> facts;
};

/// value * multiply / divide is in `unit`, which has the dimension of the metric's.
struct Conversion {
  Unit unit = Unit::one;
  double multiply = 1;
  double divide = 1;
};

/// A label that must be like a pattern ('*' stands for any characters).
struct LabelMatch {
  std::string label;
  std::string pattern;
};

/// One name of theirs. The first row of that name whose matches hold rules.
struct SeriesRow {
  std::string name;
  std::vector<LabelMatch> when;
  std::optional<std::size_t> device;  ///< Into SourceMap::devices; nothing = the source's place.
  const Metric* metric = nullptr;     ///< nullptr = only the device's facts are taken.
  Conversion conversion;
  /// Where one series a state is given, 1 for the state that holds and 0 for each other: the label
  /// that names the state, and the number that it has with us.
  std::string state_label;
  std::map<std::string, std::int64_t, std::less<>> states;
};

/// Numbers that stand for "no number".
struct SentinelRow {
  std::vector<std::string> series;  ///< Patterns of names; empty = all.
  double at_least = 0;
  double at_most = 0;
  std::optional<std::int64_t> exactly;  ///< Held against whole numbers bit for bit.
  ErrorKind reason = ErrorKind::sentinel;
  std::string text;
};

/// What is left out on purpose.
struct IgnoreRow {
  std::string name;  ///< Pattern.
  std::string why;
};

struct SourceMap {
  std::vector<DeviceRow> devices;
  std::vector<SeriesRow> series;
  std::vector<SentinelRow> sentinels;
  std::vector<IgnoreRow> ignored;
};

/// The number in the metric's unit; a sentinel is its reason. A count or state that is not whole, a
/// count below zero and what no double holds are reasons too.
[[nodiscard]] Reading converted(const Reading& given, const SeriesRow& row,
                                const std::vector<SentinelRow>& sentinels);

/// `reading` of `metric`, or the reason why it cannot be one.
[[nodiscard]] Reading checked(const Metric& metric, Reading reading);

}  // namespace rackproof::outside
