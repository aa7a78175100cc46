#include "probes/amdgpu/amdgpu_table.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace rackproof::amdgpu {
namespace {

/// In every version for accelerators: what is missing when the table is.
constexpr std::array kCore{
    field("temperature_hotspot"),
    field("temperature_mem"),
    field("average_gfx_activity"),
    field("energy_accumulator"),
};

constexpr double kLongestStandstill = 1;  // seconds; the firmware makes a table about every ms

bool is_not_fitted(const FieldReading& entry) {
  const auto* why = std::get_if<Error>(&entry.reading);
  return entry.field->name.ends_with("[]") && why != nullptr && why->kind == ErrorKind::sentinel;
}

const Reading* find_reading(const FieldReadings& readings, const Field* field,
                            std::size_t instance) {
  const auto found = std::ranges::find_if(readings, [&](const auto& entry) {
    return entry.field == field && entry.instance == instance;
  });
  return found == readings.end() ? nullptr : &found->reading;
}

std::optional<double> seconds_of(const FieldReadings& readings, const Field* field) {
  const auto* reading = find_reading(readings, field, 0);
  return reading != nullptr && has_value(*reading) ? std::optional(as_double(*reading))
                                                   : std::nullopt;
}

}  // namespace

void TableReader::discover(const Host& host, Parts& parts, const std::string& path) {
  wanted_.clear();
  firmware_time_.reset();
  path_ = path;
  const auto readings = table(host);
  if (!readings) {
    parts.survey().note(path, readings.error(), remedy_for(readings.error().kind));
    if (readings.error().kind == ErrorKind::absent) {
      path_.clear();  // drivers before 2020 and virtual functions have none
      return;
    }
    want_core(parts);
    return;
  }
  want(parts, *readings);
}

void TableReader::want_core(Parts& parts) {
  for (const auto* row : kCore) {
    const auto part = parts.at(row->place);
    if (parts.take(part, row->metric)) {
      wanted_.push_back({part, row, 0});
    }
  }
}

void TableReader::want(Parts& parts, const FieldReadings& readings) {
  std::map<std::string_view, std::size_t> not_fitted;
  for (const auto& entry : readings) {
    if (entry.field->place.kind == DeviceKind::pci) {
      continue;
    }
    if (is_not_fitted(entry)) {
      ++not_fitted[entry.field->name];
      continue;
    }
    const auto part = parts.at(entry.field->place, entry.instance);
    if (!parts.take(part, entry.field->metric)) {
      continue;
    }
    wanted_.push_back({part, entry.field, entry.instance});
    if (const auto* why = std::get_if<Error>(&entry.reading)) {
      parts.survey().note(path_, *why, remedy_for(why->kind));
    }
  }
  for (const auto& [name, places] : not_fitted) {
    parts.survey().note(path_,
                        {ErrorKind::sentinel, std::string(name) + ": " + std::to_string(places) +
                                                  " places hold no value, as for parts not there"},
                        "");
  }
}

Result<FieldReadings> TableReader::table(const Host& host) const {
  const auto bytes = host.files.read_bytes(path_);
  if (!bytes) {
    return bytes.error();
  }
  auto readings = parse_gpu_metrics(*bytes);
  return readings ? std::move(readings) : Result<FieldReadings>(readings.error().during(path_));
}

std::optional<Error> TableReader::standstill(const FieldReadings& readings) {
  const auto firmware = seconds_of(readings, field("firmware_timestamp"));
  const auto driver = seconds_of(readings, field("system_clock_counter"));
  if (!firmware || !driver || *firmware == 0) {
    return std::nullopt;
  }
  if (firmware_time_ != firmware) {
    firmware_time_ = firmware;
    driver_time_ = *driver;
    return std::nullopt;
  }
  if (*driver - driver_time_ <= kLongestStandstill) {
    return std::nullopt;
  }
  return Error{ErrorKind::stale, path_ + ": the firmware's clock stands still"};
}

void TableReader::read(const Host& host, Samples& samples) {
  if (path_.empty()) {
    return;
  }
  const auto now = host.clock.now();
  const auto readings = table(host);
  const auto old = readings ? standstill(*readings) : std::optional(readings.error());
  for (const auto& [device, field, instance] : wanted_) {
    if (old) {
      samples.push_back({device, field->metric, now, *old});
      continue;
    }
    const auto* reading = find_reading(*readings, field, instance);
    if (reading == nullptr) {
      samples.push_back(
          {device, field->metric, now,
           Error{ErrorKind::absent, path_ + ": no longer holds " + std::string(field->name)}});
      continue;
    }
    const auto* why = std::get_if<Error>(reading);
    samples.push_back(
        {device, field->metric, now, why == nullptr ? *reading : Reading(why->during(path_))});
  }
}

}  // namespace rackproof::amdgpu
