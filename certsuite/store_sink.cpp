#include "certsuite/store_sink.h"

#include "certsuite/frequency_watch.h"

namespace rackproof {
namespace {

bool is_told(const Metric& metric) {
  return metric.unit == Unit::celsius || is_processor_frequency(metric);
}

}  // namespace

StoreSink::StoreSink(Store& store, const Clock& clock, std::chrono::nanoseconds every)
    : store_(store), clock_(clock), every_(every), flushed_at_(clock.monotonic()) {}

Result<void> StoreSink::append(const Devices& devices, const Samples& samples) {
  auto kept = store_.append(devices, samples);
  return kept ? flush_when_due() : kept;
}

Result<void> StoreSink::append(const Events& events) {
  auto kept = store_.append(events);
  return kept ? flush_when_due() : kept;
}

Result<void> StoreSink::flush_when_due() {
  const auto now = clock_.monotonic();
  if (now - flushed_at_ < every_) {
    return {};
  }
  auto flushed = store_.flush();
  if (flushed) {
    flushed_at_ = now;
  }
  return flushed;
}

Result<void> TellingSink::append(const Devices& devices, const Samples& samples) {
  for (const auto& sample : samples) {
    if (is_told(*sample.metric) && sample.device < devices.size()) {
      tell_(devices[sample.device], sample);
    }
  }
  return sink_.append(devices, samples);
}

}  // namespace rackproof
