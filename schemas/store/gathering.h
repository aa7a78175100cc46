#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "schemas/store/store.h"
#include "schemas/store/store_state.h"
#include "schemas/store/window_total.h"

namespace rackproof::store {

/// Of which windows of parts can be put together.
[[nodiscard]] bool is_merged(Statistic statistic);
/// What needs every value, in any order.
[[nodiscard]] bool is_quantile(Statistic statistic);

/// What is gathered of one series: readings, and windows of chunks that need not be unpacked.
struct Gathered {
  Series points;
  std::vector<WindowTotal> whole;              ///< Of each window, but where steps are looked at.
  std::vector<std::vector<double>> values;     ///< Of each window, for quantiles.
  std::map<std::size_t, ReasonTally> reasons;  ///< By window.
  std::vector<std::int64_t> unseen;  ///< Of each window: readings between the ends of chunks.
};

/// Gathers one series, chunk by chunk. The state and the query outlive it.
class Gathering {
 public:
  Gathering(Store::State& state, Row metric, const WindowQuery& query);

  /// A saved chunk; unpacked where its summary does not tell enough.
  Result<void> add(const ChunkHead& head);
  void add(const OpenChunk& chunk);

  [[nodiscard]] Gathered finish() && { return std::move(gathered_); }

 private:
  /// false where the column has to be looked at closer.
  bool take(const ColumnSummary& column, std::size_t window);
  Result<void> unpack(const ChunkHead& head);
  /// Every reading of a column.
  void look_at(const store::Columns& columns, const store::Column& column);
  /// A column of finite values of one kind in order of time: window by window.
  void add_plain(const store::Columns& columns, const store::Column& column);
  void add_stretch(Kind kind, std::span<const std::uint64_t> words, std::size_t window);
  void add_up(const store::Columns& columns, const store::Column& column);
  void add_word(const store::Columns& columns, Kind kind, std::uint64_t word,
                std::optional<std::size_t> window);
  void add_value(double value, std::size_t window);

  Store::State& state_;
  Row metric_;
  const WindowQuery& query_;
  Gathered gathered_;
};

}  // namespace rackproof::store
