#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/series_source.h"
#include "schemas/store/column.h"
#include "schemas/store/summary.h"
#include "schemas/store/tier.h"
#include "schemas/store/tier_codec.h"

namespace rackproof::store {

/// Puts one row of a tier together, from readings or from rows of the finer tier.
class TierBuilder {
 public:
  TierBuilder(const TierPlace& place, IsCounter is_counter);

  /// What of a chunk lies in the stretch. false where a column's stamps fall back: the row is then
  /// of no use, and its series are to be given one by one.
  bool add(const Columns& columns);
  /// All points of one series, in time order.
  void add(std::uint32_t metric, const Series& points);
  /// A row of the finer tier; rows come in order.
  void add(const TierRow& finer);

  /// The row; "" where nothing lies in the stretch.
  [[nodiscard]] std::string finish() &&;

 private:
  struct Building {
    TierSeries series;
    std::int64_t latest_ns = INT64_MIN;  ///< Of all readings so far.
    std::size_t window = 0;              ///< In which latest_ns lies, up to next_ns.
    std::int64_t next_ns = INT64_MIN;
    bool counter = false;
  };

  Building& of_metric(std::uint32_t metric);
  bool add(const Column& column, const Columns& columns);
  bool add(std::uint32_t metric, std::int64_t stamp, const TypedWord& reading,
           const Columns& columns);
  void add(Building& building, std::int64_t stamp, const TypedWord& reading,
           const Columns& columns);
  void add(Building& building, std::int64_t stamp, TierWindow later, const Reasons& reasons);
  void add_reason(TierWindow& window, const Error& why, std::int64_t times);
  [[nodiscard]] std::size_t window_of(std::int64_t stamp) const;

  TierPlace place_;
  std::int64_t window_ns_;
  std::size_t windows_;
  IsCounter is_counter_;
  std::vector<Building> series_;
  std::vector<std::uint32_t> place_of_metric_;  ///< Place + 1; 0 = none yet.
  Reasons reasons_;
};

}  // namespace rackproof::store
