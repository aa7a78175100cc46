#include "tests/support/long_history.h"

#include <array>
#include <bit>
#include <limits>

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"

namespace rackproof::testing {
namespace {

constexpr std::array kMetrics{
    Metric{"temperature_celsius", Unit::celsius, MetricKind::gauge, "Of a test."},
    Metric{"test_state", Unit::one, MetricKind::state, "Of a test."},
    Metric{"test_wild_ratio", Unit::one, MetricKind::gauge, "Of a test."},
    Metric{"test_reset_total",
           Unit::one,
           MetricKind::counter,
           "Of a test.",
           {},
           {.clears_on = "boot"}},
    Metric{
        "test_wraps_total", Unit::byte, MetricKind::counter, "Of a test.", {}, {.width_bits = 32}},
    Metric{"test_energy_joules_total",
           Unit::joule,
           MetricKind::counter,
           "Of a test.",
           {},
           {.range_on_device = true}},
    Metric{"test_stops_total",
           Unit::one,
           MetricKind::counter,
           "Of a test.",
           {},
           {.saturates_at = 255}},
    Metric{"test_mixed_total", Unit::one, MetricKind::counter, "Of a test."},
};
constexpr double kRange = 262'143.328850;

/// The readings of one device, one after the other.
class Readings {
 public:
  explicit Readings(std::uint64_t seed) : maker_(seed) {}

  Reading next(std::size_t metric) {
    const auto reading = value_of(metric);
    if (maker_.below(60) == 0) {
      silent_ = 1 + maker_.below(200);
      why_ = maker_.below(6);
    }
    if (silent_ > 0) {
      --silent_;
      const auto saturated = metric == 6 && why_ == 0;
      return Error{saturated ? ErrorKind::saturated : ErrorKind::io, "bus " + std::to_string(why_)};
    }
    return reading;
  }
  std::uint64_t below(std::uint64_t end) { return maker_.below(end); }

 private:
  Reading value_of(std::size_t metric) {
    switch (metric) {
      case 0:
        return static_cast<double>(40'000 + maker_.below(9000)) / 1000;
      case 1:
        return static_cast<std::int64_t>(maker_.below(40) == 0 ? ++state_ % 3 : state_ % 3);
      case 2:
        return wild();
      case 3:
        resets_ = maker_.below(700) == 0 ? 0 : resets_ + static_cast<std::int64_t>(maker_.below(5));
        return resets_;
      case 4:
        wraps_ += maker_.below(1'000'000'000);
        return static_cast<std::int64_t>(wraps_ & 0xFFFF'FFFFU);
      case 5:
        joules_ += static_cast<double>(maker_.below(20'000'000)) / 1e3;
        joules_ -= joules_ >= kRange ? kRange : 0;
        return joules_;
      case 6:
        stops_ = maker_.below(2000) == 0
                     ? 0
                     : std::min<std::int64_t>(stops_ + (maker_.below(9) == 0), 255);
        return stops_;
      default:
        ++mixed_;
        return maker_.below(5) == 0 ? Reading(static_cast<double>(mixed_) + 0.25) : Reading(mixed_);
    }
  }

  double wild() {
    switch (maker_.below(8)) {
      case 0:
        return -0.0;
      case 1:
        return std::bit_cast<double>(0x7FF8'0000'0000'0000U + maker_.below(9));
      case 2:
        return std::numeric_limits<double>::infinity();
      default:
        return static_cast<double>(maker_.below(UINT64_MAX)) / 3.0 - 1e18;
    }
  }

  SampleMaker maker_;
  std::uint64_t silent_ = 0;
  std::uint64_t why_ = 0;
  std::uint64_t state_ = 0;
  std::int64_t resets_ = 0;
  std::uint64_t wraps_ = 0;
  double joules_ = 0;
  std::int64_t stops_ = 0;
  std::int64_t mixed_ = 0;
};

}  // namespace

Devices history_devices() {
  auto devices = some_devices(2);
  devices[1].attributes["counter_range"] = "262143.328850";
  return devices;
}

std::vector<const Metric*> history_metrics() {
  std::vector<const Metric*> metrics;
  for (const auto& metric : kMetrics) {
    metrics.push_back(&metric);
  }
  return metrics;
}

void fill_history(Store& store, const HistoryShape& shape) {
  const auto devices = history_devices();
  std::array readings{Readings(shape.seed), Readings(shape.seed + 1)};
  const auto end = kHistoryBegin + std::chrono::hours(shape.hours);
  auto now = kHistoryBegin;
  for (int pass = 0; now < end; ++pass) {
    Samples samples;
    for (DeviceHandle device = 0; device < devices.size(); ++device) {
      const auto jitter = std::chrono::nanoseconds(readings[device].below(50'000'000));
      for (std::size_t metric = 0; metric < kMetrics.size(); ++metric) {
        samples.push_back({device, &kMetrics[metric], now + jitter, readings[device].next(metric)});
      }
    }
    REQUIRE(store.append(devices, samples));
    now += std::chrono::seconds(shape.every_seconds);
    now += readings[0].below(900) == 0 ? std::chrono::minutes(100) : std::chrono::minutes(0);
    now += pass == 1000 ? std::chrono::hours(30) : std::chrono::hours(0);
    if (shape.clock_falls_back && readings[0].below(400) == 0) {
      now -= std::chrono::minutes(readings[0].below(25));
    }
    if (pass % 50 == 0) {
      REQUIRE(store.flush());
    }
  }
  REQUIRE(store.flush());
}

}  // namespace rackproof::testing
