#pragma once

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "probes/engine/engine_client.h"
#include "probes/engine/held_series.h"
#include "schemas/telemetry_source.h"

namespace rackproof::engine {

/// Telemetry of many machines, kept by VictoriaMetrics or Prometheus, asked in our words
/// (docs/query.md). What the engine can answer exactly it is asked for in windows: min, max, mean
/// and count. Quantiles, growth and rate are worked out here from its samples, since the engine's
/// own lie between two readings or reach beyond them. An engine keeps doubles and milliseconds, and
/// of a reading without a value its reason's kind, not its text.
///
/// open() asks a first time: Error{malformed} for no URL, {unsupported} where no PromQL answers
/// there, and as EngineDoor. last() looks thirty days back, with Prometheus one. An answer of a
/// cluster that is not whole is Error{stale}; two series that name the same metric of the same
/// device are Error{malformed}. One thread at a time.
class EngineSource final : public TelemetrySource {
 public:
  static Result<std::unique_ptr<TelemetrySource>> open(const EngineSettings& settings);

  explicit EngineSource(EngineClient client) : client_(std::move(client)) {}

  Result<std::vector<SeriesKey>> keys() override {
    return keys_like({"", "*", {UtcTime{}, UtcTime::max()}});
  }
  Result<std::vector<SeriesKey>> keys_like(const SeriesPattern& pattern) override;
  Result<Series> read(const SeriesKey& key, TimeRange range) override;
  Result<Point> last(const SeriesKey& key) override;
  Result<Devices> devices() override;
  Result<std::vector<StoredMetric>> metrics() override;
  Result<SeriesWindows> windows(const SeriesAsked& asked, const WindowQuery& query) override;
  Result<std::vector<GroupWindows>> group_windows(std::span<const SeriesGroup> groups,
                                                  const WindowQuery& query) override;
  Result<std::vector<Series>> read_each(std::span<const SeriesKey> keys, TimeRange range) override;
  Result<std::vector<std::optional<Point>>> last_each(std::span<const SeriesKey> keys) override;

 private:
  /// Keys of one metric each, with matchers for their devices.
  struct OneMetric {
    std::string metric;
    std::string matchers;
    std::set<std::string> devices;
  };

  std::vector<OneMetric> by_metric(std::span<const SeriesKey> keys);
  Result<void> hold_pushed(const std::vector<SeriesKey>& keys, const WindowQuery& query,
                           HeldSeries& held);
  Result<void> hold_samples(const std::vector<SeriesKey>& keys, const WindowQuery& query,
                            HeldSeries& held);
  Result<void> hold_bases(std::vector<SeriesKey> keys, const WindowGrid& grid, HeldSeries& held);

  EngineClient client_;
  /// The places that series of a device were found under: what a query for it must match.
  std::map<std::string, std::set<Labels>, std::less<>> places_;
};

}  // namespace rackproof::engine
