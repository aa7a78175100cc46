#include "probes/outside/reading_json.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "probes/outside/source_map.h"
#include "probes/survey.h"
#include "schemas/encoding.h"
#include "schemas/json/strict_json.h"
#include "schemas/text.h"

namespace rackproof::outside {
namespace {

constexpr std::string_view kFormat = "rackproof-reading/1";
constexpr std::size_t kMostReadings = 100000;
constexpr std::array<std::string_view, 7> kMembers{"device", "kind",  "metric", "unit",
                                                   "at",     "value", "missing"};

Error malformed(std::string why) {
  return Error{ErrorKind::malformed, std::move(why)};
}

Result<std::string> text_of(const JsonValue& item, std::string_view name) {
  const auto* value = item.find(name);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  if (text == nullptr || text->empty()) {
    return malformed("expected a text as " + std::string(name));
  }
  return *text;
}

/// A number; a text of digits, which is how integers beyond 2^53 travel; null is no number.
Result<Reading> number_in(const JsonValue& value) {
  if (value.is_null()) {
    return Reading(Error{ErrorKind::sentinel, "null"});
  }
  if (const auto* count = value.if_integer()) {
    return Reading(*count);
  }
  if (const auto* number = value.if_number()) {
    return Reading(*number);
  }
  if (const auto* digits = value.if_string()) {
    auto count = parse_integer(*digits);
    return count ? Result<Reading>(Reading(*count)) : Result<Reading>(count.error());
  }
  return malformed("expected a number as value, got " + std::string(value.kind()));
}

Result<Reading> missing_of(const JsonValue& missing) {
  const auto reason = text_of(missing, "reason");
  const auto text = text_of(missing, "text");
  const auto kind = reason ? value_of(kReasonWords, *reason) : std::nullopt;
  if (!kind || !text) {
    return malformed("expected { reason, text } as missing");
  }
  return Reading(Error{*kind, printable(*text, 1000)});
}

Result<Reading> reading_of(const JsonValue& item) {
  const auto* value = item.find("value");
  const auto* missing = item.find("missing");
  if ((value == nullptr) == (missing == nullptr)) {
    return malformed("expected one of value and missing");
  }
  return value != nullptr ? number_in(*value) : missing_of(*missing);
}

/// "node/..." below `place`; any other id as it stands, below it too.
std::string below(const std::string& place, std::string_view id) {
  if (id == kNodeId) {
    return place;
  }
  constexpr std::string_view kBelowNode = "node/";
  id.remove_prefix(id.starts_with(kBelowNode) ? kBelowNode.size() : 0);
  return place + "/" + printable(id, 512);
}

Result<Device> device_for(const JsonValue& item, const std::string& place) {
  const auto id = text_of(item, "device");
  if (!id) {
    return id.error();
  }
  auto kind = DeviceKind::sensor;
  if (item.find("kind") != nullptr) {
    const auto word = text_of(item, "kind");
    const auto known = word ? value_of(kDeviceKinds, *word) : std::nullopt;
    if (!known) {
      return malformed("expected a kind of device as kind");
    }
    kind = *known;
  }
  auto made = below(place, *id);
  const auto parent = made == place ? std::string() : made.substr(0, made.rfind('/'));
  return device_of(std::move(made), kind, parent);
}

Result<std::optional<UtcTime>> stamp_of(const JsonValue& item) {
  if (item.find("at") == nullptr) {
    return std::optional<UtcTime>();
  }
  const auto text = text_of(item, "at");
  if (!text) {
    return text.error();
  }
  const auto at = parse_utc(*text);
  return at ? Result<std::optional<UtcTime>>(std::optional(*at))
            : Result<std::optional<UtcTime>>(at.error().during("at"));
}

Result<void> check_members(const JsonValue& item) {
  const auto* members = item.if_object();
  if (members == nullptr) {
    return malformed("expected an object, got " + std::string(item.kind()));
  }
  for (const auto& member : *members) {
    if (std::ranges::find(kMembers, member.name) == kMembers.end()) {
      return malformed("unknown member '" + printable(member.name, 80) + "'");
    }
  }
  return {};
}

/// One reading, taken apart.
struct Item {
  std::string metric;
  Device device;
  Reading reading;
  std::optional<UtcTime> stamped;
  std::string unit;  ///< "" = not said.
};

Result<Item> item_of(const JsonValue& value, const std::string& place) {
  if (auto known = check_members(value); !known) {
    return std::move(known).error();
  }
  auto metric = text_of(value, "metric");
  if (!metric) {
    return std::move(metric).error();
  }
  auto device = device_for(value, place);
  if (!device) {
    return std::move(device).error();
  }
  auto reading = reading_of(value);
  if (!reading) {
    return std::move(reading).error();
  }
  const auto stamp = stamp_of(value);
  if (!stamp) {
    return stamp.error();
  }
  const bool has_unit = value.find("unit") != nullptr;
  auto unit = has_unit ? text_of(value, "unit") : Result<std::string>(std::string());
  if (!unit) {
    return std::move(unit).error();
  }
  return Item{*std::move(metric), *std::move(device), *std::move(reading), *stamp,
              *std::move(unit)};
}

/// Takes readings over one by one.
class Taker {
 public:
  Taker(const std::string& place, const SiteMetrics& site) : gatherer_(place), site_(site) {}

  Result<void> take(const JsonValue& value);
  Gathered give() { return gatherer_.take(); }

 private:
  Gatherer gatherer_;
  const SiteMetrics& site_;
  std::size_t taken_ = 0;
};

Result<void> Taker::take(const JsonValue& value) {
  if (++taken_ > kMostReadings) {
    return Error{ErrorKind::out_of_range,
                 "more than " + std::to_string(kMostReadings) + " readings"};
  }
  auto item = item_of(value, gatherer_.place());
  if (!item) {
    return std::move(item).error();
  }
  gatherer_.count();
  const auto* metric = find_metric(item->metric, site_);
  if (metric == nullptr || metric->measurement) {
    gatherer_.leave_out(printable(item->metric, 128),
                        metric == nullptr ? "neither in the catalogue nor a [[site_metric]]"
                                          : "taken by a workload and by nothing else",
                        false);
    return {};
  }
  auto believed = checked(*metric, std::move(item->reading));
  const auto ours = to_string(metric->unit);
  if (!item->unit.empty() && item->unit != ours) {
    believed = Error{ErrorKind::malformed, "expected the metric's unit, " + std::string(ours)};
  }
  const auto handle = gatherer_.device(std::move(item->device));
  gatherer_.reading({handle, metric, std::move(believed), item->stamped});
  return {};
}

Result<Gathered> take_document(const JsonValue& document, Taker& taker) {
  const auto* format = document.find("format");
  const auto* simulated = document.find("simulated");
  const auto* readings = document.find("readings");
  if (format == nullptr || format->if_string() == nullptr || *format->if_string() != kFormat) {
    return malformed("expected the format " + std::string(kFormat));
  }
  if (simulated == nullptr || simulated->if_boolean() == nullptr || *simulated->if_boolean()) {
    return malformed("a captured tree is no reading of a machine (simulated)");
  }
  if (readings == nullptr || readings->if_array() == nullptr) {
    return malformed("expected an array as readings");
  }
  std::size_t place = 0;
  for (const auto& item : *readings->if_array()) {
    if (auto taken = taker.take(item); !taken) {
      return std::move(taken).error().during("readings[" + std::to_string(place) + "]");
    }
    ++place;
  }
  return taker.give();
}

Result<Gathered> take_lines(std::string_view text, Taker& taker) {
  if (!text.empty() && !text.ends_with('\n')) {
    return malformed("expected a newline at the end of the last line: it is cut off");
  }
  std::size_t number = 0;
  for (const auto line : lines(text)) {
    ++number;
    const auto item = parse_strict_json(line);
    auto taken = item ? taker.take(*item) : Result<void>(item.error());
    if (!taken) {
      return std::move(taken).error().during("line " + std::to_string(number));
    }
  }
  return taker.give();
}

/// Whether the first line is a whole object that is no document.
bool is_lines(std::string_view text) {
  const auto first = parse_strict_json(text.substr(0, text.find('\n')));
  return first && first->if_object() != nullptr && first->find("format") == nullptr;
}

}  // namespace

Result<Gathered> parse_reading_json(std::string_view text, const std::string& place,
                                    const SiteMetrics& site) {
  Taker taker(place, site);
  if (text.empty() || is_lines(text)) {
    return take_lines(text, taker);
  }
  const auto document = parse_strict_json(text);
  return document ? take_document(*document, taker) : Result<Gathered>(document.error());
}

}  // namespace rackproof::outside
