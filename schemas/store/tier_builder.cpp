#include "schemas/store/tier_builder.h"

#include <algorithm>
#include <cmath>

#include "schemas/reason_tally.h"

namespace rackproof::store {
namespace {

/// Why a reading without a finite value has none.
Error reason_of(const Reading& reading) {
  ReasonTally tally;
  tally.add_if_missing(reading);
  return *tally.usual();
}

}  // namespace

TierBuilder::TierBuilder(const TierPlace& place, IsCounter is_counter)
    : place_(place),
      window_ns_(kTiers[place.tier].window.count()),
      windows_(windows_of(kTiers[place.tier])),
      is_counter_(std::move(is_counter)) {}

TierBuilder::Building& TierBuilder::of_metric(std::uint32_t metric) {
  if (place_of_metric_.size() <= metric) {
    place_of_metric_.resize(metric + std::size_t{1});
  }
  auto& place = place_of_metric_[metric];
  if (place == 0) {
    series_.emplace_back();
    series_.back().series.metric = metric;
    series_.back().series.windows.resize(windows_);
    series_.back().counter = is_counter_(metric);
    place = static_cast<std::uint32_t>(series_.size());
  }
  return series_[place - 1];
}

std::size_t TierBuilder::window_of(std::int64_t stamp) const {
  return static_cast<std::size_t>((stamp - place_.start_ns()) / window_ns_);
}

void TierBuilder::add_reason(TierWindow& window, const Error& why, std::int64_t times) {
  count_reason(window, {static_cast<std::uint32_t>(reasons_.number_of(why)), times});
}

void TierBuilder::add(Building& building, std::int64_t stamp, const TypedWord& reading,
                      const Columns& columns) {
  const auto [kind, word] = reading;
  if (stamp >= building.next_ns || stamp < building.latest_ns) {
    building.window = window_of(stamp);
    building.next_ns =
        place_.start_ns() + (static_cast<std::int64_t>(building.window) + 1) * window_ns_;
  }
  auto& window = building.series.windows[building.window];
  building.latest_ns = stamp;
  if (kind != Kind::reason && std::isfinite(value_of(kind, word))) {
    add_reading(window, stamp, reading, building.counter);
    return;
  }
  ++window.missing;
  add_reason(window, reason_of(columns.reading(kind, word)), 1);
}

/// false where the stamp falls back.
bool TierBuilder::add(std::uint32_t metric, std::int64_t stamp, const TypedWord& reading,
                      const Columns& columns) {
  if (stamp < place_.start_ns() || stamp >= place_.end_ns()) {
    return true;
  }
  auto& building = of_metric(metric);
  if (stamp < building.latest_ns) {
    return false;
  }
  add(building, stamp, reading, columns);
  return true;
}

bool TierBuilder::add(const Column& column, const Columns& columns) {
  const auto& stamps = columns.lists[column.list];
  bool in_order = true;
  std::size_t i = 0;
  for (const auto& run : column.runs) {
    for (const auto end = i + run.points; i < end; ++i) {
      in_order = in_order && add(column.metric, stamps[i], {run.kind, column.words[i]}, columns);
    }
  }
  return in_order;
}

bool TierBuilder::add(const Columns& columns) {
  return std::ranges::all_of(columns.columns,
                             [&](const Column& column) { return add(column, columns); });
}

void TierBuilder::add(std::uint32_t metric, const Series& points) {
  Columns columns;
  columns.add_column(metric);
  for (const auto& point : points) {
    columns.add(0, point);
  }
  add(columns);
}

void TierBuilder::add(Building& building, std::int64_t stamp, TierWindow later,
                      const Reasons& reasons) {
  if (later.readable + later.missing == 0) {
    return;
  }
  auto& window = building.series.windows[window_of(stamp)];
  for (const auto& reason : std::exchange(later.why, {})) {
    add_reason(window, reasons.in_order()[reason.number], reason.times);
  }
  merge(window, later, building.counter);
}

void TierBuilder::add(const TierRow& finer) {
  for (const auto& series : finer.series) {
    auto& building = of_metric(series.metric);
    for (std::size_t i = 0; i < series.windows.size(); ++i) {
      const auto stamp = finer.start_ns + static_cast<std::int64_t>(i) * finer.window_ns;
      add(building, stamp, series.windows[i], finer.reasons);
    }
  }
}

std::string TierBuilder::finish() && {
  if (series_.empty()) {
    return {};
  }
  TierRow row{place_.start_ns(), window_ns_, {}, std::move(reasons_)};
  for (auto& building : series_) {
    for (auto& window : building.series.windows) {
      cut_reasons(window, row.reasons);
    }
    row.series.push_back(std::move(building.series));
  }
  std::ranges::sort(row.series, {}, &TierSeries::metric);
  return write_tier_row(std::move(row));
}

}  // namespace rackproof::store
