#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "probes/collector.h"
#include "probes/machine/clock.h"
#include "probes/sinks/compat.h"
#include "probes/sinks/exposition_text.h"
#include "probes/sinks/fan_out.h"
#include "probes/sinks/series_table.h"
#include "schemas/inventory.h"

namespace rackproof {

struct ExpositionConfig {
  /// Series of readings that are kept; what is over is counted in the exposition itself. About 130
  /// bytes of memory each, and devices on top.
  std::size_t most_series = 50000;
  StaleRule stale = {};
  /// Age, validity and staleness of every series too, which is three more series for each; else the
  /// age of each device's newest reading, and a series for each reading that is missing.
  bool every_series = false;
  /// Names of other exporters beside ours (docs/compat.md).
  std::vector<CompatSet> compat = {};
  /// Put on every line: site, rack. Names of letters, digits and '_'; each once, and none that a
  /// series has already.
  std::vector<std::pair<std::string, std::string>> labels = {};
};

/// Keeps the last reading of every series, and counts events, for whoever comes to fetch them. A
/// value that is stale is no longer told as a value; a reading with a reason never was. append()
/// holds its lock while it stores, a scrape while it copies the readings out; a scrape writes its
/// text without it and so keeps nobody waiting.
class Exposition final : public SampleSink {
 public:
  struct State;
  /// `clock` outlives it. `inventory` says what runs on the node, and its host name.
  /// Error{malformed} for a label that cannot be put on every line.
  static Result<std::unique_ptr<Exposition>> make(const Clock& clock,
                                                  const ExpositionConfig& config,
                                                  const Inventory& inventory);
  /// For make().
  explicit Exposition(std::unique_ptr<State> state);
  ~Exposition() override;
  Exposition(const Exposition&) = delete;
  Exposition& operator=(const Exposition&) = delete;
  Exposition(Exposition&&) = delete;
  Exposition& operator=(Exposition&&) = delete;

  Result<void> append(const Devices& devices, const Samples& samples) override;
  Result<void> append(const Events& events) override;

  /// The whole exposition as it is now; `sinks` are told with it. Any thread.
  [[nodiscard]] std::string text(ExpositionFormat format, const SinkStates& sinks = {}) const;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace rackproof
