#include "probes/outside/series_mapper.h"

#include <algorithm>
#include <array>
#include <utility>

#include "probes/survey.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::outside {
namespace {

struct FactField {
  std::string_view name;
  std::string Device::*member;
};

constexpr std::array kFactFields{
    FactField{"vendor", &Device::vendor},     FactField{"model", &Device::model},
    FactField{"serial", &Device::serial},     FactField{"firmware", &Device::firmware},
    FactField{"position", &Device::position},
};

void set_fact(Device& device, const std::string& field, std::string text) {
  const auto known = std::ranges::find(kFactFields, field, &FactField::name);
  if (known != kFactFields.end()) {
    device.*(known->member) = std::move(text);
  } else {
    device.attributes[field] = std::move(text);
  }
}

bool fits(const SeriesRow& row, const Labels& labels) {
  return std::ranges::all_of(row.when, [&](const LabelMatch& match) {
    return matches_pattern(value_of_label(labels, match.label), match.pattern);
  });
}

/// Of one series a state, 1 where it holds: the number of the state; nothing where it does not.
std::optional<Reading> state_of(const SeriesRow& row, const ForeignSeries& series) {
  if (!has_value(series.value)) {
    return series.value;
  }
  const auto holds = as_double(series.value);
  if (holds == 0) {
    return std::nullopt;
  }
  const auto word = value_of_label(series.labels, row.state_label);
  const auto state = row.states.find(word);
  if (holds != 1 || state == row.states.end()) {
    return Error{ErrorKind::malformed,
                 "expected one of the map's states, got '" + printable(word, 80) + "'"};
  }
  return Reading(state->second);
}

}  // namespace

SeriesMapper::SeriesMapper(const SourceMap& map, std::string place)
    : map_(map), place_(std::move(place)) {
  for (const auto& row : map_.series) {
    rows_[row.name].push_back(&row);
  }
}

Gathered SeriesMapper::told(const Exposition& exposition) const {
  Gatherer gatherer(place_);
  for (const auto& series : exposition.series) {
    gatherer.count();
    tell(series, gatherer);
  }
  return gatherer.take();
}

const SeriesRow* SeriesMapper::row_for(const ForeignSeries& series) const {
  const auto rows = rows_.find(series.name);
  if (rows == rows_.end()) {
    return nullptr;
  }
  const auto row = std::ranges::find_if(
      rows->second, [&](const SeriesRow* candidate) { return fits(*candidate, series.labels); });
  return row == rows->second.end() ? nullptr : *row;
}

void SeriesMapper::tell(const ForeignSeries& series, Gatherer& gatherer) const {
  if (const auto* row = row_for(series)) {
    tell_by(*row, series, gatherer);
  } else {
    leave_out(series, gatherer);
  }
}

void SeriesMapper::leave_out(const ForeignSeries& series, Gatherer& gatherer) const {
  const auto ignored = std::ranges::find_if(
      map_.ignored, [&](const IgnoreRow& row) { return matches_pattern(series.name, row.name); });
  if (ignored != map_.ignored.end()) {
    gatherer.leave_out(series.name, ignored->why, true);
    return;
  }
  gatherer.leave_out(series.name,
                     rows_.contains(series.name) ? "no row of that name fits its labels"
                                                 : "no row of the map names it",
                     false);
}

void SeriesMapper::tell_by(const SeriesRow& row, const ForeignSeries& series,
                           Gatherer& gatherer) const {
  std::size_t handle = 0;  // the source's place
  if (row.device) {
    auto device = device_for(map_.devices[*row.device], series.labels);
    if (!device) {
      gatherer.leave_out(series.name, device.error().message, false);
      return;
    }
    handle = gatherer.device(std::move(device).value());
  }
  if (row.metric == nullptr) {
    return;
  }
  if (row.state_label.empty()) {
    gatherer.reading(
        {handle, row.metric, converted(series.value, row, map_.sentinels), series.stamped});
  } else if (auto state = state_of(row, series)) {
    gatherer.reading({handle, row.metric, std::move(*state), series.stamped});
  }
}

std::string SeriesMapper::below_place(const std::string& name) const {
  return name.empty() ? place_ : place_ + "/" + name;
}

Result<Device> SeriesMapper::device_for(const DeviceRow& row, const Labels& labels) const {
  const auto id = row.id.fill(labels);
  const auto parent = row.parent.fill(labels);
  if (!id || !parent) {
    return id ? parent.error() : id.error();
  }
  auto device = device_of(below_place(*id), row.kind, below_place(*parent));
  for (const auto& fact : row.facts) {
    if (auto text = fact.text.fill(labels)) {
      set_fact(device, fact.field, std::move(text).value());
    }
  }
  return device;
}

Gathered SeriesMapper::expected() const {
  Gatherer gatherer(place_);
  for (const auto& row : map_.series) {
    expect(row, gatherer);
  }
  auto all = gatherer.take();
  for (auto& reading : all.readings) {
    reading.reading = Error{ErrorKind::absent, "the source has not given it"};
  }
  return all;
}

void SeriesMapper::expect(const SeriesRow& row, Gatherer& gatherer) const {
  const auto* device = row.device ? &map_.devices[*row.device] : nullptr;
  if (row.metric == nullptr || (device != nullptr && !device->id.constant())) {
    return;
  }
  std::size_t handle = 0;  // the source's place
  if (device != nullptr) {
    auto made = device_for(*device, {});
    if (!made) {
      return;  // its parent hangs on labels
    }
    handle = gatherer.device(std::move(made).value());
  }
  gatherer.reading(
      {handle, row.metric, Error{ErrorKind::absent, "the source has not given it"}, {}});
}

bool SeriesMapper::every_device_is_known() const {
  return std::ranges::all_of(map_.series, [this](const SeriesRow& row) {
    return !row.device ||
           (map_.devices[*row.device].id.constant() && map_.devices[*row.device].parent.constant());
  });
}

}  // namespace rackproof::outside
