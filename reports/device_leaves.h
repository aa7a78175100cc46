#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/result.h"
#include "schemas/store/column.h"
#include "schemas/telemetry_source.h"

/// What one device's kept readings come to as leaves of the run journal (schemas/reading_leaf.h).
namespace rackproof {

/// One series in one stretch, whole.
struct ReadLeaf {
  std::size_t metric = 0;       ///< Place in the metrics that were given.
  std::int64_t stretch_ns = 0;  ///< When the stretch begins.
  std::uint64_t readings = 0;
  std::string_view rows;  ///< In time order, equal stamps in order of arrival. For the call.
};

/// Takes a device's chunks in order of arrival and gives each leaf once it is whole: the leaves of
/// one stretch in order of their metrics' names. What is held is the text of stretches that go on
/// in a later chunk.
class DeviceLeaves {
 public:
  using Take = std::function<Result<void>(const ReadLeaf&)>;

  /// Text that stretches may come to while they are not whole: days of any node in order.
  static constexpr std::size_t kMostHeldBytes = std::size_t{96} << 20;

  /// By place in `metrics`: which name comes when.
  static std::vector<std::size_t> ranks_of(const std::vector<StoredMetric>& metrics);

  /// `ranks` outlives it.
  DeviceLeaves(const std::vector<std::size_t>& ranks, Take take);

  /// As Store::walk() hands it out; with the last chunk all leaves were given. Error{malformed} for
  /// a chunk that holds what its head does not tell; out_of_range where too much must be held.
  Result<void> add(const store::Columns& columns, std::int64_t later_ns);

 private:
  /// A leaf that may go on.
  struct Growing {
    std::size_t metric = 0;
    std::string rows;
    std::uint64_t readings = 0;
    std::int64_t last_ns = 0;
    bool in_order = true;
  };
  using Stretch = std::map<std::size_t, Growing>;  ///< By rank of the metric.

  /// Points of one column in a row that lie in one stretch.
  struct Piece {
    std::int64_t stretch_ns = 0;
    std::size_t from = 0;
    std::size_t to = 0;
  };
  /// The run of a column's kinds that goes on, and its first point.
  struct RunAt {
    std::size_t run = 0;
    std::size_t begin = 0;
  };

  /// A list of stamps, one after another, and where each ends.
  struct Spelled {
    std::string text;
    std::vector<std::uint32_t> ends;
  };

  Result<void> spell_stamps(const store::Columns& columns);
  Result<void> spell_list(const store::Stamps& list, Spelled& spelled) const;
  Result<void> add_column(const store::Columns& columns, const store::Column& column);
  Result<void> add_piece(const store::Columns& columns, const store::Column& column,
                         const Piece& piece);
  void spell_rows(const store::Columns& columns, const store::Column& column, const Piece& piece);
  void spell_value(const store::Columns& columns, store::Kind kind, std::uint64_t word);
  Result<void> hold(std::size_t metric, const Piece& piece, const store::Stamps& stamps);
  Result<void> give(std::int64_t stretch_ns, Stretch& leaves);
  Result<void> give_what_is_whole();
  /// In the chunk at hand, and nothing of it came before.
  [[nodiscard]] bool is_whole(std::int64_t stretch_ns) const;

  const std::vector<std::size_t>& ranks_;
  Take take_;
  std::map<std::int64_t, Stretch> held_;  ///< Stretches that are not whole yet.
  std::size_t held_bytes_ = 0;
  std::int64_t given_until_ = 0;  ///< Every stretch before it was given.
  std::int64_t later_ns_ = 0;     ///< Of the chunk at hand.
  bool in_order_ = true;          ///< Likewise: no stamp in it falls back.

  // Of the chunk at hand: stamps are shared by columns, values stay from row to row.
  std::vector<Spelled> stamps_;  ///< By list.
  RunAt run_;                    ///< Of the column at hand.
  std::string rows_;
  std::string value_;  ///< The last one, as it is spelled; "" = none was.
  store::Kind kind_ = store::Kind::count;
  std::uint64_t word_ = 0;
};

}  // namespace rackproof
