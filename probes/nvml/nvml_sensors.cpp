#include <array>
#include <utility>

#include "probes/nvml/nvml_pass.h"
#include "schemas/catalogue.h"

namespace rackproof::nvml {
namespace {

using metrics::named;

constexpr auto kTemperature = named("temperature_celsius");
constexpr Scale kMega{1000000, 1};
constexpr Scale kMilli{1, 1000};
constexpr Scale kPercent{1, 100};

struct NumberRow {
  int which = 0;  ///< As the call's second argument.
  std::string_view at;
  const Metric* metric = nullptr;
};

// clang-format off
constexpr std::array kThresholds{
    NumberRow{0, "", named("temperature_emergency_celsius")},
    NumberRow{1, "", named("temperature_critical_celsius")},
    NumberRow{2, "/hbm", named("temperature_max_celsius")},
    NumberRow{3, "", named("temperature_max_celsius")},
};

constexpr std::array kClocks{
    NumberRow{0, "", named("nvidia_graphics_clock_hertz")},
    NumberRow{1, "", named("clock_frequency_hertz")},
    NumberRow{2, "/hbm", named("clock_frequency_hertz")},
    NumberRow{3, "", named("nvidia_video_clock_hertz")},
};

constexpr std::array kHighestClocks{
    NumberRow{1, "", named("clock_max_hertz")},
    NumberRow{2, "/hbm", named("clock_max_hertz")},
};

struct BitRow {
  std::uint64_t bit = 0;
  const Metric* metric = nullptr;
};

// NVML API version 13, "Clocks event reasons".
constexpr std::array kClockEvents{
    BitRow{0x1, named("nvidia_clock_event_idle")},
    BitRow{0x2, named("nvidia_clock_event_application_clocks")},
    BitRow{0x4, named("nvidia_clock_event_software_power_cap")},
    BitRow{0x8, named("nvidia_clock_event_hardware_slowdown")},
    BitRow{0x10, named("nvidia_clock_event_sync_boost")},
    BitRow{0x20, named("nvidia_clock_event_software_thermal")},
    BitRow{0x40, named("nvidia_clock_event_hardware_thermal")},
    BitRow{0x80, named("nvidia_clock_event_power_brake")},
    BitRow{0x100, named("nvidia_clock_event_display")},
};
// clang-format on

Reading degrees(const Result<void>& asked, std::int32_t celsius) {
  return asked ? Reading(static_cast<double>(celsius)) : Reading(asked.error());
}

void read_rows(DevicePass& pass, std::span<const NumberRow> rows,
               std::pair<std::string_view, Api::NumberOf> call, Scale scale) {
  for (const auto& row : rows) {
    unsigned value = 0;
    const auto asked = pass.call.ask(call.first, call.second, row.which, &value);
    pass.put_short(row.at, row.metric, asked, value, scale);
  }
}

void read_clock_events(DevicePass& pass) {
  std::uint64_t bits = 0;
  const auto asked =
      pass.call.ask("nvmlDeviceGetCurrentClocksEventReasons", pass.api.clock_events, &bits);
  std::uint64_t others = bits;
  for (const auto& row : kClockEvents) {
    others &= ~row.bit;
    pass.put("", row.metric, asked, (bits & row.bit) != 0 ? 1U : 0U);
  }
  pass.put("", named("nvidia_clock_event_other"), asked, others != 0 ? 1U : 0U);
}

}  // namespace

void read_temperatures(DevicePass& pass) {
  Temperature now;
  now.version = version_word<Temperature>(1);
  auto asked = pass.call.ask("nvmlDeviceGetTemperatureV", pass.api.temperature, &now);
  if (!asked && asked.error().kind == ErrorKind::unsupported &&
      pass.api.temperature_before != nullptr) {
    unsigned celsius = 0;
    asked = pass.call.ask("nvmlDeviceGetTemperature", pass.api.temperature_before, 0, &celsius);
    now.celsius = static_cast<std::int32_t>(celsius);
  }
  pass.put("", kTemperature, degrees(asked, now.celsius));
  MarginTemperature margin;
  margin.version = version_word<MarginTemperature>(1);
  const auto told = pass.call.ask("nvmlDeviceGetMarginTemperature", pass.api.margin, &margin);
  pass.put("", named("temperature_margin_celsius"), degrees(told, margin.celsius));
  read_rows(pass, kThresholds, {"nvmlDeviceGetTemperatureThreshold", pass.api.threshold}, {});
}

void read_power(DevicePass& pass) {
  unsigned milliwatts = 0;
  auto asked = pass.call.ask("nvmlDeviceGetPowerUsage", pass.api.power, &milliwatts);
  pass.put_short("", named("nvidia_power_usage_watts"), asked, milliwatts, kMilli);
  constexpr auto kCap = named("power_cap_watts");
  if (auto* cap = pass.unsupported("", kCap)) {  // field 190 is of driver 530 and later
    asked = pass.call.ask("nvmlDeviceGetPowerManagementLimit", pass.api.power_limit, &milliwatts);
    if (asked) {
      *cap = scaled_reading(*kCap, milliwatts, kMilli.times, kMilli.parts);
    }
  }
}

void read_clocks(DevicePass& pass) {
  read_rows(pass, kClocks, {"nvmlDeviceGetClockInfo", pass.api.clock}, kMega);
  read_rows(pass, kHighestClocks, {"nvmlDeviceGetMaxClockInfo", pass.api.clock_max}, kMega);
  read_clock_events(pass);
}

void read_load(DevicePass& pass) {
  Utilization load;
  auto asked = pass.call.ask("nvmlDeviceGetUtilizationRates", pass.api.utilization, &load);
  pass.put_short("", named("accelerator_utilization_ratio"), asked, load.gpu, kPercent);
  pass.put_short("/hbm", named("hbm_utilization_ratio"), asked, load.memory, kPercent);
  MemoryV2 memory;
  memory.version = version_word<MemoryV2>(2);
  asked = pass.call.ask("nvmlDeviceGetMemoryInfo_v2", pass.api.memory_v2, &memory);
  if (!asked && asked.error().kind == ErrorKind::unsupported && pass.api.memory != nullptr) {
    Memory before;
    asked = pass.call.ask("nvmlDeviceGetMemoryInfo", pass.api.memory, &before);
    memory.total = before.total;
    memory.used = before.used;
  }
  pass.put("/hbm", named("hbm_size_bytes"), asked, memory.total);
  pass.put("/hbm", named("hbm_used_bytes"), asked, memory.used);
}

}  // namespace rackproof::nvml
