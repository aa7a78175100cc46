#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "schemas/store/bounded_cache.h"
#include "schemas/store/column.h"
#include "schemas/store/summary.h"

/// What was unpacked of chunks and is kept between questions.
namespace rackproof::store {

/// One column with what belongs to it.
struct UnpackedColumn {
  Columns columns;     ///< That column alone; none where the chunk has none of the metric.
  bool plain = false;  ///< Finite values of one kind alone, and stamps that never fall back.

  explicit UnpackedColumn(Columns of);
  /// Null where the chunk has none of the metric.
  [[nodiscard]] const Column* column() const {
    return columns.columns.empty() ? nullptr : &columns.columns.front();
  }
  [[nodiscard]] std::size_t bytes() const;
};

/// The summaries of a chunk's columns, found by metric.
class KnownSummaries {
 public:
  explicit KnownSummaries(Summaries columns);
  /// Null where there is none.
  [[nodiscard]] const ColumnSummary* find(std::uint32_t metric) const {
    const auto place = metric < places_.size() ? places_[metric] : 0;
    return place == 0 ? nullptr : &columns_[place - 1];
  }
  [[nodiscard]] std::size_t bytes() const;

 private:
  Summaries columns_;
  std::vector<std::uint32_t> places_;  ///< By metric: from 1; 0 = none.
};

/// Room for a million readings, and for the summaries of some three hundred chunks.
inline constexpr std::size_t kMostUnpackedBytes = std::size_t{16} << 20;
inline constexpr std::size_t kMostSummaryBytes = std::size_t{4} << 20;

struct Unpacked {
  /// Drops what belongs to chunks that are no longer there.
  void keep_only(const ChunkTable& chunks);

  BoundedCache<UnpackedColumn> columns{kMostUnpackedBytes};
  BoundedCache<KnownSummaries> summaries{kMostSummaryBytes};
};

/// Stretches of points whose stamps lie in one window each, for stamps that never fall back.
struct Stretch {
  std::size_t from = 0;
  std::size_t to = 0;
};

/// From the point `from` on: those before stamp `end`; `guess`: how many there mostly are.
[[nodiscard]] Stretch stretch_before(std::span<const std::int64_t> stamps, std::size_t from,
                                     std::int64_t end, std::size_t guess);

}  // namespace rackproof::store
