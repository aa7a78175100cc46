#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "probes/collector.h"
#include "probes/machine/line_file.h"

namespace rackproof {

struct JsonLinesConfig {
  std::string readings = {};  ///< Path; "" = readings are not written.
  std::string events = {};    ///< Path; "" = events are not written.
  LineFileLimits limits = {};
};

/// One JSON object a line. A reading is a line of the kind that an outside program may print
/// (docs/outside-sources.md): device, kind, metric, unit, at, and value or missing { reason, text
/// }. An event is a line of events.jsonl. A file that cannot be opened is tried again at each
/// batch, so that a missing disk is a refusal and not the end.
class JsonLines final : public SampleSink {
 public:
  explicit JsonLines(JsonLinesConfig config) : config_(std::move(config)) {}

  Result<void> append(const Devices& devices, const Samples& samples) override;
  Result<void> append(const Events& events) override;
  Result<void> commit() override;

 private:
  using File = std::optional<LineFile>;

  Result<void> put(File& file, const std::string& path, std::string_view lines);
  void add_line(const Devices& devices, const Sample& sample);
  const std::string& metric_text(const Metric& metric);
  const std::string& stamp(UtcTime at);

  JsonLinesConfig config_;
  File readings_;
  File events_;
  std::string lines_;                 ///< Of one batch; kept so that it is not made anew.
  std::vector<std::string> devices_;  ///< By handle: {"device": ..., "kind": ...
  std::unordered_map<const Metric*, std::string> metrics_;  ///< , "metric": ..., "unit": ...
  UtcTime stamped_;
  std::string stamp_;  ///< Of stamped_; "" = none yet.
};

}  // namespace rackproof
