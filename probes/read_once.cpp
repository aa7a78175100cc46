#include "probes/read_once.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "probes/registry.h"
#include "schemas/encoding.h"
#include "schemas/suggest.h"

namespace rackproof {
namespace {

/// Keeps everything; called by the collector's writer alone until the collector has stopped.
class KeepingSink final : public SampleSink {
 public:
  Result<void> append(const Devices& devices, const Samples& samples) override {
    devices_ = devices;
    samples_.insert(samples_.end(), samples.begin(), samples.end());
    return {};
  }
  Result<void> append(const Events& events) override {
    events_.insert(events_.end(), events.begin(), events.end());
    return {};
  }

  void give(OneReading& reading) {
    if (devices_.size() > reading.inventory.devices.size()) {
      reading.inventory.devices = std::move(devices_);
    }
    reading.samples = std::move(samples_);
    reading.events = std::move(events_);
  }

 private:
  Devices devices_;
  Samples samples_;
  Events events_;
};

/// Of two passes in a row only the later reading of a metric is of use here.
void keep_last(Samples& samples) {
  Samples last;
  std::ranges::stable_sort(samples, [](const Sample& a, const Sample& b) {
    return a.device != b.device ? a.device < b.device : a.metric->name < b.metric->name;
  });
  for (auto& sample : samples) {
    if (!last.empty() && last.back().device == sample.device &&
        last.back().metric == sample.metric) {
      last.back() = std::move(sample);
    } else {
      last.push_back(std::move(sample));
    }
  }
  samples = std::move(last);
}

}  // namespace

Result<OneReading> read_once(const Host& host, const std::vector<std::unique_ptr<Probe>>& probes,
                             std::chrono::nanoseconds patience) {
  OneReading reading;
  reading.inventory = take_inventory(host, probes);
  KeepingSink sink;
  Collector collector(host, probes, reading.inventory, sink);
  collector.start();
  // The first pass of each thread answers the request, unless it began before; either is a reading.
  static_cast<void>(collector.read_now(patience));
  auto records = collector.stop();
  if (!records) {
    return std::move(records).error();
  }
  reading.probes = std::move(records).value();
  sink.give(reading);
  keep_last(reading.samples);
  return reading;
}

Result<std::vector<std::unique_ptr<Probe>>> make_probes(const Host& host,
                                                        const std::vector<std::string>& names) {
  if (names.empty()) {
    return make_all_probes(host);
  }
  std::vector<std::string> known;
  for (const auto& entry : probe_registry()) {
    known.emplace_back(entry.name);
  }
  for (const auto& name : names) {
    if (std::ranges::find(known, name) == known.end()) {
      return Error{ErrorKind::absent,
                   "no probe '" + printable(name) + "'" + did_you_mean(name, known)};
    }
  }
  std::vector<std::unique_ptr<Probe>> probes;
  for (const auto& entry : probe_registry()) {
    if (std::ranges::find(names, entry.name) != names.end()) {
      probes.push_back(entry.make(host));
    }
  }
  return probes;
}

}  // namespace rackproof
