#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include <catch2/catch.hpp>

#include "probes/nvml/nvml_pass.h"
#include "schemas/catalogue.h"

namespace rackproof::testing {

/// One GPU that answers nothing but what a test puts into `api`.
struct NvmlDevice {
  nvml::Api api;
  nvml::DeviceReply reply;
  nvml::DevicePass pass{api, nvml::DeviceCall(this), reply};

  NvmlDevice() = default;
  ~NvmlDevice() = default;
  NvmlDevice(const NvmlDevice&) = delete;
  NvmlDevice& operator=(const NvmlDevice&) = delete;
  NvmlDevice(NvmlDevice&&) = delete;
  NvmlDevice& operator=(NvmlDevice&&) = delete;

  [[nodiscard]] const Reading* find(std::string_view at, std::string_view metric) const {
    const auto found = std::ranges::find_if(reply.readings, [&](const auto& placed) {
      return placed.at == at && placed.metric->name == metric;
    });
    return found == reply.readings.end() ? nullptr : &found->reading;
  }

  [[nodiscard]] double value(std::string_view at, std::string_view metric) const {
    const auto* reading = find(at, metric);
    INFO(at << " " << metric);
    REQUIRE(reading != nullptr);
    REQUIRE(has_value(*reading));
    return as_double(*reading);
  }

  [[nodiscard]] Error reason(std::string_view at, std::string_view metric) const {
    const auto* reading = find(at, metric);
    INFO(at << " " << metric);
    REQUIRE(reading != nullptr);
    REQUIRE_FALSE(has_value(*reading));
    return std::get<Error>(*reading);
  }
};

}  // namespace rackproof::testing
