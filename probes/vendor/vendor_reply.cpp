#include "probes/vendor/vendor_reply.h"

#include <array>
#include <optional>
#include <set>
#include <utility>

#include "schemas/catalogue.h"
#include "schemas/encoding.h"
#include "schemas/json/strict_json.h"
#include "schemas/text.h"

namespace rackproof::vendor {
namespace {

constexpr std::size_t kMostParts = 256;
constexpr std::size_t kMostReadings = 8192;
constexpr std::size_t kLongestText = 512;
constexpr double kColdest = -274;  // margins are differences, and may be below zero
constexpr double kHottest = 1000;

using Names = std::map<std::string_view, const Metric*>;

Names whole_catalogue() {
  Names names;
  for (const auto& table : metrics::kTables) {
    for (const auto& metric : table) {
      names.emplace(metric.name, &metric);
    }
  }
  return names;
}

/// Every pass looks up thousands of names.
const Names& metric_names() {
  static const Names kNames = whole_catalogue();
  return kNames;
}

Error malformed(const std::string& what) {
  return Error{ErrorKind::malformed, "the library's child: " + what};
}

std::optional<ErrorKind> kind_named(std::string_view word) {
  constexpr std::array kKinds{
      ErrorKind::absent,    ErrorKind::unsupported,   ErrorKind::denied,
      ErrorKind::malformed, ErrorKind::timed_out,     ErrorKind::io,
      ErrorKind::stale,     ErrorKind::sentinel,      ErrorKind::out_of_range,
      ErrorKind::saturated, ErrorKind::not_observable};
  for (const auto kind : kKinds) {
    if (to_string(kind) == word) {
      return kind;
    }
  }
  return std::nullopt;
}

/// Takes members out of one object and remembers the first thing that was wrong.
class Taker {
 public:
  explicit Taker(const JsonValue& value) : value_(value) {}

  std::string text(std::string_view name) {
    const auto* member = value_.find(name);
    const auto* text = member == nullptr ? nullptr : member->if_string();
    auto shown = text == nullptr ? std::string() : printable(*text, kLongestText);
    if (text == nullptr || shown.size() > kLongestText) {
      refuse(name);
      return {};
    }
    return shown;
  }

  std::int64_t number(std::string_view name, std::int64_t most) {
    const auto* member = value_.find(name);
    const auto* number = member == nullptr ? nullptr : member->if_integer();
    if (number == nullptr || *number < 0 || *number > most) {
      refuse(name);
      return 0;
    }
    return *number;
  }

  const JsonValue::Array& list(std::string_view name, std::size_t most) {
    static const JsonValue::Array kNone;
    const auto* member = value_.find(name);
    const auto* items = member == nullptr ? nullptr : member->if_array();
    if (items == nullptr || items->size() > most) {
      refuse(name);
      return kNone;
    }
    return *items;
  }

  Facts facts(std::string_view name) {
    Facts found;
    const auto* member = value_.find(name);
    const auto* members = member == nullptr ? nullptr : member->if_object();
    if (members == nullptr || members->size() > kMostParts) {
      refuse(name);
      return found;
    }
    Taker inside(*member);
    for (const auto& fact : *members) {
      found.emplace(printable(fact.name), inside.text(fact.name));
    }
    if (inside.failure()) {
      refuse(name);
    }
    return found;
  }

  void refuse(std::string_view name) {
    if (!failure_) {
      failure_ = malformed("'" + std::string(name) + "' is not what it should be");
    }
  }

  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

 private:
  const JsonValue& value_;
  std::optional<Error> failure_;
};

/// "" or what may stand behind an id: "/nvlink:3".
bool is_place(std::string_view at) {
  return at.size() <= 64 && (at.empty() || (at.size() > 1 && at.front() == '/')) &&
         at.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789/:._-") ==
             std::string_view::npos;
}

Error reason_in(const JsonValue& value) {
  Taker taker(value);
  const auto kind = kind_named(taker.text("reason"));
  auto text = taker.text("text");
  if (!kind || taker.failure() || text.empty()) {
    return malformed("a reason that is none");
  }
  return Error{*kind, std::move(text)};
}

bool can_be(const Metric& metric, double value) {
  switch (metric.unit) {
    case Unit::celsius:
      return value >= kColdest && value <= kHottest;
    case Unit::ratio:
      return value >= 0 && value <= 1;
    default:
      return value >= 0;
  }
}

/// An integer beyond 2^53 comes as its digits.
Reading number_in(const JsonValue& value) {
  if (const auto* count = value.if_integer()) {
    return *count;
  }
  if (const auto* number = value.if_number()) {
    return *number;
  }
  if (const auto* digits = value.if_string()) {
    const auto count = parse_integer(*digits);
    if (count) {
      return *count;
    }
  }
  return value.if_object() != nullptr ? reason_in(value) : malformed("a reading that is none");
}

Reading reading_in(const Metric& metric, const JsonValue& value) {
  auto reading = number_in(value);
  if (has_value(reading) && !can_be(metric, as_double(reading))) {
    return Error{ErrorKind::out_of_range,
                 "the library's child: " + format_double(as_double(reading)) + " cannot be a " +
                     std::string(metric.name)};
  }
  return reading;
}

Result<PlacedReading> placed_in(const JsonValue& value, const std::set<std::string>& places) {
  const auto* items = value.if_array();
  if (items == nullptr || items->size() != 3) {
    return malformed("a reading is not place, metric and value");
  }
  const auto* at = (*items)[0].if_string();
  const auto* name = (*items)[1].if_string();
  if (at == nullptr || !places.contains(*at)) {
    return malformed("a reading at a part that is not named");
  }
  const auto metric = name == nullptr ? metric_names().end() : metric_names().find(*name);
  if (metric == metric_names().end()) {
    return malformed("a reading of no known metric");
  }
  return PlacedReading{*at, metric->second, reading_in(*metric->second, (*items)[2])};
}

Result<PartReply> part_in(const JsonValue& value) {
  Taker taker(value);
  PartReply part;
  part.at = taker.text("at");
  const auto kind = value_of(kDeviceKinds, taker.text("kind"));
  part.attributes = taker.facts("attributes");
  if (taker.failure() || !kind || part.at.empty() || !is_place(part.at)) {
    return malformed("a part that is none");
  }
  part.kind = *kind;
  return part;
}

using Said = Result<decltype(Reply::said)>;

Said system_in(Taker& taker) {
  SystemReply system;
  system.driver = taker.text("driver");
  system.library = taker.text("library");
  system.devices = static_cast<int>(taker.number("devices", kMostDevices));
  for (const auto& name : taker.list("lacking", kMostParts)) {
    const auto* text = name.if_string();
    system.lacking.push_back(text == nullptr ? std::string() : printable(*text));
  }
  return Said(std::move(system));
}

Said device_in(Taker& taker) {
  DeviceReply device;
  device.index = static_cast<int>(taker.number("index", kMostDevices));
  device.address = taker.text("address");
  device.model = taker.text("model");
  device.serial = taker.text("serial");
  device.firmware = taker.text("firmware");
  device.position = taker.text("position");
  device.attributes = taker.facts("attributes");
  if (!device.address.empty() && !is_place("/" + device.address)) {
    return malformed("an address that is none");
  }
  std::set<std::string> places{""};
  for (const auto& value : taker.list("parts", kMostParts)) {
    auto part = part_in(value);
    if (!part) {
      return std::move(part).error();
    }
    if (!places.insert(part->at).second) {
      return malformed("a part named twice");
    }
    device.parts.push_back(std::move(part).value());
  }
  for (const auto& value : taker.list("readings", kMostReadings)) {
    auto reading = placed_in(value, places);
    if (!reading) {
      return std::move(reading).error();
    }
    device.readings.push_back(std::move(reading).value());
  }
  return Said(std::move(device));
}

Result<HeardReply> heard_in(const JsonValue& value) {
  const auto* items = value.if_array();
  if (items == nullptr || items->size() != 3) {
    return malformed("what was heard is not index, number and text");
  }
  const auto* index = (*items)[0].if_integer();
  const auto* number = (*items)[1].if_integer();
  const auto* text = (*items)[2].if_string();
  const bool known = index != nullptr && number != nullptr && text != nullptr;
  if (!known || *index < 0 || *index > kMostDevices || *number < 0) {
    return malformed("something heard that is nothing");
  }
  return HeardReply{static_cast<int>(*index), *number, printable(*text, kLongestText)};
}

Said end_in(Taker& taker) {
  EndReply end;
  for (const auto& value : taker.list("heard", kMostReadings)) {
    auto heard = heard_in(value);
    if (!heard) {
      return std::move(heard).error();
    }
    end.heard.push_back(std::move(heard).value());
  }
  return Said(std::move(end));
}

Said said_in(std::string_view word, const JsonValue& document, Taker& taker) {
  if (word == "system") {
    return system_in(taker);
  }
  if (word == "device") {
    return device_in(taker);
  }
  if (word == "end") {
    return end_in(taker);
  }
  const auto* error = document.find("error");
  if (word != "failure" || error == nullptr) {
    return malformed("says nothing that is known");
  }
  return Said(decltype(Reply::said)(reason_in(*error)));
}

}  // namespace

Result<Reply> parse_reply(std::string_view line) {
  constexpr JsonLimits kLimits{std::size_t{4} << 20, 8};
  const auto document = parse_strict_json(line, kLimits);
  if (!document) {
    return document.error().during("the library's child");
  }
  Taker taker(*document);
  const auto pass = taker.number("pass", kLargestExactInteger);
  auto said = said_in(taker.text("says"), *document, taker);
  if (!said) {
    return std::move(said).error();
  }
  if (taker.failure()) {
    return *taker.failure();
  }
  return Reply{.pass = pass, .said = std::move(said).value()};
}

}  // namespace rackproof::vendor
