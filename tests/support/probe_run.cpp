#include "tests/support/probe_run.h"

#include <algorithm>
#include <utility>

#include <catch2/catch.hpp>

namespace rackproof::testing {

ProbeRun::ProbeRun(Probe& probe) {
  auto discovery = probe.discover();
  INFO((discovery ? std::string() : discovery.error().message));
  REQUIRE(discovery.has_value());
  discovery_ = std::move(discovery).value();
  auto reading = probe.read();
  REQUIRE(reading.has_value());
  samples_ = std::move(reading).value().samples;
  for (const auto& sample : samples_) {
    REQUIRE(sample.device < discovery_.devices.size());
    REQUIRE(sample.metric != nullptr);
  }
}

const Device* ProbeRun::find_device(std::string_view id) const {
  const auto found = std::ranges::find(discovery_.devices, id, &Device::id);
  return found == discovery_.devices.end() ? nullptr : &*found;
}

const Reading* ProbeRun::find(std::string_view id, std::string_view metric) const {
  for (const auto& sample : samples_) {
    if (sample.metric->name == metric && discovery_.devices[sample.device].id == id) {
      return &sample.reading;
    }
  }
  return nullptr;
}

const Device& ProbeRun::device(std::string_view id) const {
  const auto* device = find_device(id);
  INFO(id);
  REQUIRE(device != nullptr);
  return *device;
}

double ProbeRun::value(std::string_view id, std::string_view metric) const {
  const auto* reading = find(id, metric);
  INFO(id << " " << metric);
  REQUIRE(reading != nullptr);
  if (const auto* why = std::get_if<Error>(reading)) {
    FAIL(why->message);
  }
  return as_double(*reading);
}

Error ProbeRun::reason(std::string_view id, std::string_view metric) const {
  const auto* reading = find(id, metric);
  INFO(id << " " << metric);
  REQUIRE(reading != nullptr);
  REQUIRE(std::holds_alternative<Error>(*reading));
  return std::get<Error>(*reading);
}

const Unreadable* ProbeRun::unreadable(std::string_view what) const {
  const auto found = std::ranges::find(discovery_.unreadable, what, &Unreadable::what);
  return found == discovery_.unreadable.end() ? nullptr : &*found;
}

}  // namespace rackproof::testing
