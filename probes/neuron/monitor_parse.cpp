#include "probes/neuron/monitor_parse.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "probes/neuron/monitor_rows.h"
#include "schemas/encoding.h"
#include "schemas/json/strict_json.h"
#include "schemas/text.h"

namespace rackproof::neuron {
namespace {

/// What the way down to a number has shown.
struct Place {
  std::string path;
  std::int64_t number = 0;   ///< Of the core or device that it belongs to.
  std::optional<Error> why;  ///< The error of its group.
};

bool is_number(std::string_view name) {
  return !name.empty() && name.size() <= 4 &&
         name.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Readings of one line, summed up over runtimes as they come.
class Gatherer {
 public:
  void look(const JsonValue& value, const Place& place) {
    if (const auto* members = value.if_object()) {
      look_inside(value, *members, place);
    } else if (const auto* items = value.if_array()) {
      const Place inside{place.path + "[]", place.number, place.why};
      for (const auto& item : *items) {
        look(item, inside);
      }
    } else if (const auto number = value.as_double()) {
      ++report_.numbers;
      take(value, *number, place);
    }
  }

  MonitorReport finish() {
    for (auto& [key, taken] : taken_) {
      const auto& [scope, number, metric] = key;
      report_.readings.push_back({scope, number, metric, finished(std::move(taken))});
    }
    return std::move(report_);
  }

 private:
  struct Taken {
    Take take = Take::sum;
    Reading reading;
  };
  using Key = std::tuple<MonitorScope, std::int64_t, const Metric*>;

  void look_inside(const JsonValue& object, const JsonValue::Object& members, Place place) {
    const auto* error = object.find("error");
    const auto* text = error == nullptr ? nullptr : error->if_string();
    if (text != nullptr && !text->empty()) {
      place.why = Error{ErrorKind::io, "neuron-monitor: " + printable(*text)};
    }
    const auto* index = object.find("neuron_device_index");
    if (const auto* number = index == nullptr ? nullptr : index->if_integer()) {
      place.number = *number;
    }
    const auto* logical = object.find("logical_neuroncore_config");
    if (const auto* number = logical == nullptr ? nullptr : logical->if_integer()) {
      report_.logical_core_size = std::max<std::int64_t>(*number, 1);
    }
    for (const auto& member : members) {
      look(member.value, below(place, member.name));
    }
  }

  static Place below(const Place& place, const std::string& name) {
    Place inside = place;
    const auto number = is_number(name) ? parse_integer(name) : Result<std::int64_t>(Error{});
    if (number) {
      inside.number = *number;
    }
    inside.path += inside.path.empty() ? "" : ".";
    inside.path += number ? "*" : printable(name);
    return inside;
  }

  void take(const JsonValue& value, double number, const Place& place) {
    const auto rows = monitor_rows();
    const auto row = std::ranges::find(rows, std::string_view(place.path), &MonitorRow::path);
    if (row == rows.end()) {
      report_.left_out.push_back({place.path, why_left_out(place.path)});
      return;
    }
    const bool counts_parts =
        row->scope == MonitorScope::core || row->scope == MonitorScope::device;
    const auto reading = place.why ? Reading(*place.why) : read(*row, value, number);
    if (row->take == Take::executions && has_value(reading)) {
      executions_ += as_double(reading);
    }
    const Key key{row->scope, counts_parts ? place.number : 0, row->metric};
    const auto [at, is_new] = taken_.try_emplace(key, Taken{row->take, reading});
    if (!is_new) {
      at->second.reading = both(row->take, at->second.reading, reading);
    }
  }

  /// In the metric's unit; nothing that a report holds is below 0.
  static Reading read(const MonitorRow& row, const JsonValue& value, double number) {
    if (number < 0) {
      return Error{ErrorKind::out_of_range, "below 0: " + format_double(number)};
    }
    if (row.take == Take::percent) {
      return number > 100 ? Reading(Error{ErrorKind::out_of_range,
                                          "above 100 per cent: " + format_double(number)})
                          : Reading(number / 100);
    }
    const auto* count = value.if_integer();
    return count != nullptr ? Reading(*count) : Reading(number);
  }

  static Reading both(Take take, const Reading& first, const Reading& second) {
    if (!has_value(first) || !has_value(second)) {
      return has_value(first) ? second : first;
    }
    if (take == Take::highest) {
      return as_double(second) > as_double(first) ? second : first;
    }
    const auto* a = std::get_if<std::int64_t>(&first);
    const auto* b = std::get_if<std::int64_t>(&second);
    std::int64_t sum = 0;
    if (a != nullptr && b != nullptr && !__builtin_add_overflow(*a, *b, &sum)) {
      return sum;
    }
    return as_double(first) + as_double(second);
  }

  [[nodiscard]] Reading finished(Taken taken) const {
    if (taken.take == Take::errors && has_value(taken.reading) &&
        as_double(taken.reading) > executions_) {
      return Error{ErrorKind::out_of_range,
                   "more errors than executions in the period: counted from some other start"};
    }
    return std::move(taken.reading);
  }

  MonitorReport report_;
  std::map<Key, Taken> taken_;
  double executions_ = 0;
};

}  // namespace

Result<MonitorReport> parse_monitor_line(std::string_view line) {
  const auto document = parse_strict_json(line, {.bytes = std::size_t{4} << 20, .depth = 24});
  if (!document) {
    return document.error().during("neuron-monitor");
  }
  if (document->if_object() == nullptr) {
    return Error{ErrorKind::malformed,
                 "neuron-monitor: expected an object, got " + std::string(document->kind())};
  }
  Gatherer gatherer;
  gatherer.look(*document, {});
  auto report = gatherer.finish();
  const auto* runtimes = document->find("neuron_runtime_data");
  if (const auto* items = runtimes == nullptr ? nullptr : runtimes->if_array()) {
    report.runtimes = static_cast<std::int64_t>(items->size());
  }
  return report;
}

std::int64_t RiseCounter::add(std::int64_t value) {
  if (seen_ && value > last_) {
    total_ += value - last_;
  }
  seen_ = true;
  last_ = value;
  return total_;
}

}  // namespace rackproof::neuron
