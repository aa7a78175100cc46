#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probes/collector.h"
#include "probes/machine/clock.h"

namespace rackproof {

/// How one sink has fared so far.
struct SinkState {
  std::string name;
  std::int64_t appends = 0;            ///< Batches of samples or events given to it.
  std::int64_t failures = 0;           ///< Of those and of commits, refused.
  std::int64_t samples_lost = 0;       ///< In batches that it refused.
  std::int64_t events_lost = 0;        ///< The same.
  bool failing = false;                ///< The last call was refused.
  std::optional<Error> last_error;     ///< Of the last refusal, also once it works again.
  UtcTime failed_at;                   ///< Of the last refusal; only where there is one.
  std::chrono::nanoseconds longest{};  ///< Of its calls, on the monotonic clock.
};

using SinkStates = std::vector<SinkState>;

/// A sink and the name it goes by; the sink outlives the fan-out.
struct NamedSink {
  std::string name;
  SampleSink* sink = nullptr;
};

/// Hands every batch to each of several sinks, in their order. What one refuses is counted against
/// it and keeps nothing from the others, so nothing given to a fan-out ever fails. A sink that
/// takes long does hold up those behind it and the writer: it must queue by itself. The lock around
/// the counts is not held while a sink works.
class FanOut final : public SampleSink {
 public:
  FanOut(const Clock& clock, const std::vector<NamedSink>& sinks);
  ~FanOut() override;
  FanOut(const FanOut&) = delete;
  FanOut& operator=(const FanOut&) = delete;
  FanOut(FanOut&&) = delete;
  FanOut& operator=(FanOut&&) = delete;

  Result<void> append(const Devices& devices, const Samples& samples) override;
  Result<void> append(const Events& events) override;
  Result<void> commit() override;

  /// In the order of the sinks. Any thread.
  [[nodiscard]] SinkStates states() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace rackproof
