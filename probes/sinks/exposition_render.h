#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "probes/sinks/compat.h"
#include "probes/sinks/exposition_text.h"
#include "probes/sinks/fan_out.h"
#include "probes/sinks/series_table.h"

namespace rackproof {

/// What is said of a device in every exposition; made once, never changed.
struct ExposedDevice {
  DeviceKind kind = DeviceKind::node;
  std::string labels;        ///< device="...",kind="..."
  std::string device_label;  ///< device="..."
  std::string info;          ///< Of rackproof_device_info.
  std::vector<CompatLabels> compat;
};

struct CountedEvent {
  std::string labels;  ///< device, source, code, severity.
  std::int64_t count = 0;
  UtcTime last;
};

/// Everything an exposition says, at one moment.
struct ExpositionPicture {
  Moment now;
  SeriesSnapshot series;
  std::vector<const ExposedDevice*> devices;  ///< By handle.
  std::vector<CountedEvent> events;
  std::size_t most_series = 0;
  std::int64_t readings_refused = 0;
  std::int64_t events_refused = 0;
  std::int64_t series_forgotten = 0;
  std::size_t last_bytes = 0;  ///< Of the exposition before this one; 0 = there was none.
  double last_seconds = 0;     ///< What writing that took.
};

/// What stays the same from one exposition to the next.
struct ExpositionManner {
  StaleRule stale;
  bool every_series = false;
  CompatTable compat;
  std::string labels;                 ///< On every line; "" = none.
  std::vector<std::string> software;  ///< Of rackproof_software_info.
  std::string node;                   ///< Of rackproof_node_info.
};

/// The text. Pure.
[[nodiscard]] std::string render_exposition(const ExpositionPicture& picture,
                                            const ExpositionManner& manner, ExpositionFormat format,
                                            const SinkStates& sinks);

}  // namespace rackproof
