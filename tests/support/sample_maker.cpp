#include "tests/support/sample_maker.h"

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <limits>

namespace rackproof::testing {
namespace {

constexpr std::array kMetrics{
    metrics::named("temperature_celsius"), metrics::named("memory_ecc_correctable_total"),
    metrics::named("cpu_frequency_hertz"), metrics::named("probe_success"),
    metrics::named("network_receive_bytes_total")};

bool same_reading(const Reading& a, const Reading& b) {
  const auto* x = std::get_if<double>(&a);
  const auto* y = std::get_if<double>(&b);
  if (x != nullptr && y != nullptr) {
    return std::bit_cast<std::uint64_t>(*x) == std::bit_cast<std::uint64_t>(*y);
  }
  return a == b;
}

}  // namespace

UtcTime at_second(double seconds) {
  return UtcTime{std::chrono::seconds(1'795'238'220)} +
         std::chrono::nanoseconds(static_cast<std::int64_t>(seconds * 1e9));
}

TimeRange all_time() {
  return {UtcTime::min(), UtcTime::max()};
}

bool same_bits(const Series& a, const Series& b) {
  return std::ranges::equal(a, b, [](const Point& x, const Point& y) {
    return x.taken_at == y.taken_at && same_reading(x.reading, y.reading);
  });
}

Devices some_devices(std::size_t count) {
  Devices devices;
  for (std::size_t i = 0; i < count; ++i) {
    Device device;
    device.id = i == 0 ? "node" : "node/" + std::to_string(i - 1);
    device.kind = i == 0 ? DeviceKind::node : DeviceKind::temperature_sensor;
    device.model = "model " + std::to_string(i);
    device.attributes["counter_range"] = "1000";
    devices.push_back(device);
  }
  return devices;
}

Reading SampleMaker::wild_double() {
  switch (below(5)) {
    case 0:
      return -0.0;
    case 1:
      return std::bit_cast<double>(0x7FF4'0000'0000'0000U | below(1'000'000));  // a NaN's payload
    case 2:
      return std::numeric_limits<double>::infinity();
    case 3:
      return std::numeric_limits<double>::denorm_min();
    default:
      return std::bit_cast<double>(random_());
  }
}

Reading SampleMaker::reading() {
  switch (below(8)) {
    case 0:
      return std::bit_cast<std::int64_t>(random_());
    case 1:
      return below(2) == 0 ? std::numeric_limits<std::int64_t>::min()
                           : std::numeric_limits<std::int64_t>::max();
    case 2:
      return static_cast<std::int64_t>(below(100));
    case 3:
      return wild_double();
    case 4:
      return Error{static_cast<ErrorKind>(below(11)), "reason " + std::to_string(below(3))};
    default:
      return static_cast<double>(below(100'000)) / 1000;  // what a sensor says
  }
}

Samples SampleMaker::samples(std::size_t count, std::size_t devices) {
  Samples samples;
  for (std::size_t i = 0; i < count; ++i) {
    const auto jump = below(100);
    now_ns_ += jump < 5 ? -static_cast<std::int64_t>(below(5'000'000'000))
                        : static_cast<std::int64_t>(jump < 20 ? 0 : below(1'000'000'000));
    samples.push_back({static_cast<DeviceHandle>(below(devices)), kMetrics[below(kMetrics.size())],
                       UtcTime{std::chrono::nanoseconds(now_ns_)}, reading()});
  }
  return samples;
}

void Ledger::add(const Devices& devices, const Samples& samples) {
  for (const auto& sample : samples) {
    series_[{devices[sample.device].id, std::string(sample.metric->name)}].push_back(
        {sample.taken_at, sample.reading});
  }
}

Series Ledger::in_time_order(const SeriesKey& key) const {
  const auto place = series_.find(key);
  Series points = place == series_.end() ? Series{} : place->second;
  std::ranges::stable_sort(points, {}, &Point::taken_at);
  return points;
}

}  // namespace rackproof::testing
