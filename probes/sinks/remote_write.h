#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "probes/collector.h"
#include "probes/sinks/push_lane.h"
#include "probes/sinks/remote_write_codec.h"
#include "probes/sinks/spool.h"
#include "schemas/result.h"

namespace rackproof {

struct RemoteWriteSettings {
  PushTarget target;
  SpoolSettings spool;
  std::vector<WriteLabel> labels = {};  ///< Of every series: site, rack, node.
  std::size_t most_samples = 10'000;    ///< In one request.
  /// Samples are gathered so long before they go to the spool; what a crash loses at most.
  std::chrono::milliseconds linger = std::chrono::seconds(1);
  /// As PushLaneSettings::replay: 0 for Prometheus, 15 s for VictoriaMetrics, which loses the last
  /// seconds when it is killed and keeps once what it gets twice (-dedup.minScrapeInterval=1ms).
  std::chrono::nanoseconds replay{0};
};

struct RemoteWriteState {
  PushState push;
  std::int64_t late_samples = 0;     ///< Sent in requests of their own: older than one before them.
  std::int64_t crowded_samples = 0;  ///< Left out: one sample a millisecond and series.
};

/// Samples by Prometheus remote write 1.0, over a spool on disk (docs/pushing.md). Never waits for
/// the network. Events have no place in this protocol and are left out.
class RemoteWrite : public SampleSink {
 public:
  /// What was handed in and sent, and what became of it. Any thread.
  [[nodiscard]] virtual RemoteWriteState state() const = 0;
  /// Waits until nothing waits to be sent any more, at most `patience`. Any thread.
  virtual bool drain(std::chrono::nanoseconds patience) = 0;
};

/// Starts sending what the spool holds. `clock` outlives the sink. Error{malformed} for settings
/// that do not go together, Error{denied} while another process has the spool.
Result<std::unique_ptr<RemoteWrite>> make_remote_write(const RemoteWriteSettings& settings,
                                                       const Clock& clock);

}  // namespace rackproof
