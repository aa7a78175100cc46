#pragma once

#include <chrono>
#include <functional>
#include <utility>

#include "probes/collector.h"
#include "probes/machine/clock.h"
#include "schemas/store/store.h"

namespace rackproof {

/// Keeps what the collector brings in a store, and flushes so often that a crash costs little.
class StoreSink final : public SampleSink {
 public:
  /// Both outlive the sink. `every`: the most that a crash may cost.
  StoreSink(Store& store, const Clock& clock, std::chrono::nanoseconds every);

  Result<void> append(const Devices& devices, const Samples& samples) override;
  Result<void> append(const Events& events) override;
  Result<void> commit() override { return store_.flush(); }

 private:
  Result<void> flush_when_due();

  Store& store_;
  const Clock& clock_;
  std::chrono::nanoseconds every_;
  std::chrono::nanoseconds flushed_at_;
};

/// Hands on to another sink, and tells of each temperature and processor frequency on the way.
class TellingSink final : public SampleSink {
 public:
  using Tell = std::function<void(const Device&, const Sample&)>;

  /// `sink` outlives this; `tell` is called from the collector's writer thread.
  TellingSink(SampleSink& sink, Tell tell) : sink_(sink), tell_(std::move(tell)) {}

  Result<void> append(const Devices& devices, const Samples& samples) override;
  Result<void> append(const Events& events) override { return sink_.append(events); }
  Result<void> commit() override { return sink_.commit(); }

 private:
  SampleSink& sink_;
  Tell tell_;
};

}  // namespace rackproof
