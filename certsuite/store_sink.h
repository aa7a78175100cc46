#pragma once

#include <chrono>

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

}  // namespace rackproof
