#include "schemas/store/tier_writer.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "schemas/store/chunk_codec.h"
#include "schemas/store/store_state.h"
#include "schemas/store/tier_builder.h"

namespace rackproof::store {
namespace {

TimeRange range_of(const TierPlace& place) {
  return {UtcTime{std::chrono::nanoseconds(place.start_ns())},
          UtcTime{std::chrono::nanoseconds(place.end_ns())}};
}

IsCounter counters_of(const Store::State& state) {
  return [&state](std::uint32_t metric) {
    const auto& known = state.directory.metrics();
    return metric >= 1 && metric <= known.size() &&
           known[metric - 1].kind == word_of(kMetricKinds, MetricKind::counter);
  };
}

/// Its heads that touch the stretch, in order of arrival.
std::vector<ChunkHead> heads_of(const Store::State& state, const TierPlace& place) {
  std::vector<ChunkHead> heads;
  std::ranges::copy_if(
      state.chunks.of_device(place.device), std::back_inserter(heads),
      [range = range_of(place)](const ChunkHead& head) { return head.touches(range); });
  return heads;
}

/// Points of one series in time order; equal stamps keep the order of arrival.
Result<Series> points_of(Store::State& state, const std::vector<ChunkHead>& heads, Row metric,
                         TimeRange range) {
  Series points;
  for (const auto& head : heads) {
    const auto columns = state.chunks.columns(state.database, head, metric);
    if (!columns) {
      return columns.error();
    }
    if (const auto* column = columns->find(metric)) {
      std::ranges::move(columns->read(*column, range), std::back_inserter(points));
    }
  }
  std::ranges::stable_sort(points, {}, &Point::taken_at);
  return points;
}

/// Where stamps fall back: series by series, each put in order.
Result<std::string> row_of_unordered(Store::State& state, const TierPlace& place,
                                     const std::vector<ChunkHead>& heads,
                                     const std::set<Row>& metrics) {
  TierBuilder builder(place, counters_of(state));
  for (const auto metric : metrics) {
    const auto points = points_of(state, heads, metric, range_of(place));
    if (!points) {
      return points.error();
    }
    builder.add(metric, *points);
  }
  return std::move(builder).finish();
}

}  // namespace

Result<std::string> tier_row_of_chunks(Store::State& state, const TierPlace& place) {
  const auto heads = heads_of(state, place);
  TierBuilder builder(place, counters_of(state));
  std::set<Row> metrics;
  bool in_order = true;
  for (const auto& head : heads) {
    const auto columns = state.chunks.columns(state.database, head);
    if (!columns) {
      return columns.error();
    }
    for (const auto& column : columns->columns) {
      metrics.insert(column.metric);
    }
    in_order = in_order && builder.add(*columns);
  }
  return in_order ? Result<std::string>(std::move(builder).finish())
                  : row_of_unordered(state, place, heads, metrics);
}

Result<TierRow> read_row(Store::State& state, const TierPlace& place, std::optional<Row> metric) {
  const auto body = TierTable::body(state.database, place);
  if (!body) {
    return body.error();
  }
  const auto& tier = kTiers[place.tier];
  auto row =
      read_tier_row(*body, {place.start_ns(), tier.window.count(), windows_of(tier)}, metric);
  const auto known = state.directory.metrics().size();
  if (row && !row->series.empty() && row->series.back().metric > known) {
    return Error{ErrorKind::malformed, "tier row: of a metric that is not there"};
  }
  return row;
}

Result<std::string> tier_row_of_finer(Store::State& state, const TierPlace& place) {
  TierBuilder builder(place, counters_of(state));
  const auto finer = place.tier - 1;
  const auto& stretches = state.tiers.of_tier(finer);
  const auto end = stretches.lower_bound(stretch_of(finer, place.end_ns()));
  for (auto at = stretches.lower_bound(stretch_of(finer, place.start_ns())); at != end; ++at) {
    const TierPlace from{finer, place.device, at->first};
    if (!state.tiers.holds(from)) {
      continue;
    }
    const auto row = read_row(state, from);
    if (!row) {
      return row.error();
    }
    builder.add(*row);
  }
  return std::move(builder).finish();
}

}  // namespace rackproof::store
