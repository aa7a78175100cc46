#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

#include "probes/collector.h"
#include "probes/sinks/otlp_names.h"
#include "probes/sinks/push_lane.h"
#include "schemas/result.h"

namespace rackproof {

struct OtlpSettings {
  PushTarget target;  ///< Its URL ends in /v1/metrics, as a rule.
  SpoolSettings spool;
  std::vector<OtlpAttribute> resource = {};  ///< host.name, site, rack...
  std::size_t most_samples = 10'000;         ///< In one request.
  /// Samples are gathered so long before they go to the spool; what a crash loses at most.
  std::chrono::milliseconds linger = std::chrono::seconds(1);
};

/// Samples to an OpenTelemetry collector over OTLP/HTTP, protobuf, over a spool on disk
/// (docs/pushing.md). Never waits for the network. Events are left out.
class Otlp : public SampleSink {
 public:
  [[nodiscard]] virtual PushState state() const = 0;
  /// Waits until nothing waits to be sent any more, at most `patience`. Any thread.
  virtual bool drain(std::chrono::nanoseconds patience) = 0;
};

/// Starts sending what the spool holds. `clock` outlives the sink. Error{malformed} for settings
/// that do not go together, Error{denied} while another process has the spool.
Result<std::unique_ptr<Otlp>> make_otlp(const OtlpSettings& settings, const Clock& clock);

}  // namespace rackproof
