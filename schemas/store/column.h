#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "schemas/result.h"
#include "schemas/series_source.h"

namespace rackproof::store {

/// What a point carries, by its place in Reading.
enum class Kind : std::uint8_t { count, measurement, reason };

/// So many points in a row that carry the same kind.
struct KindRun {
  Kind kind = Kind::count;
  std::uint32_t points = 0;

  bool operator==(const KindRun&) const = default;
};

using KindRuns = std::vector<KindRun>;
using Stamps = std::vector<std::int64_t>;  ///< Nanoseconds since 1970.

/// Points of one kind in a row, at least one.
struct PointsInRow {
  std::span<const std::int64_t> stamps;
  Kind kind = Kind::count;
  std::span<const std::uint64_t> words;  ///< Each `step` behind the one before.
  std::size_t step = 1;
};

/// The points of one metric inside a chunk, in order of arrival.
struct Column {
  std::uint32_t metric = 0;          ///< Row of the metric table.
  std::uint32_t list = 0;            ///< Whose first words.size() stamps are this column's.
  KindRuns runs;                     ///< Of words.size() points.
  std::vector<std::uint64_t> words;  ///< A count or a double's bits, or the number of a reason.
  std::uint32_t expected = 0;        ///< Points that it may come to; 0 = not known.
};

/// Why points of a chunk have no value; each reason is held once.
class Reasons {
 public:
  /// The number of an equal one, or of a new one.
  std::size_t number_of(const Error& why);
  void append(Error why);  ///< Without looking for an equal one.
  [[nodiscard]] const std::vector<Error>& in_order() const { return in_order_; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }  ///< Of all messages.

 private:
  std::vector<Error> in_order_;
  std::map<std::pair<ErrorKind, std::string>, std::size_t> numbers_;
  std::size_t bytes_ = 0;
};

/// What one device gave over one stretch of time; at most one column a metric. Columns that were
/// stamped together share one list of stamps, and some may have less of it than others.
struct Columns {
  std::vector<Column> columns;
  std::vector<Stamps> lists;
  Reasons reasons;

  /// One more column without points, for add().
  std::size_t add_column(std::uint32_t metric);
  void add(std::size_t column, const Point& point);
  void add(std::size_t column, std::int64_t stamp, Kind kind, std::uint64_t word) {
    auto& to = columns[column];
    auto& list = lists[to.list];
    const auto place = to.words.size();
    if (list.size() == place) {
      list.push_back(stamp);
    } else if (list[place] != stamp) {
      part(to, stamp);
    }
    to.words.push_back(word);
    if (!to.runs.empty() && to.runs.back().kind == kind) {
      ++to.runs.back().points;
    } else {
      to.runs.push_back({kind, 1});
    }
  }
  /// As many to each of `count` columns from `first` on, whose words begin one behind the other.
  void add_row(std::size_t first, std::size_t count, PointsInRow points);
  /// For so many points more. Thousands of columns grow at once, so never by double: from the
  /// second time on to what is expected, by when what was there before has been written.
  void make_room(std::size_t column, std::size_t points);

  [[nodiscard]] std::size_t points() const;
  [[nodiscard]] const Column* find(std::uint32_t metric) const;  ///< Null where there is none.
  /// Points of one of the columns.
  [[nodiscard]] Series read(const Column& column) const;
  /// The same, as far as their stamps lie in the range.
  [[nodiscard]] Series read(const Column& column, TimeRange range) const;
  [[nodiscard]] Reading reading(Kind kind, std::uint64_t word) const;

 private:
  struct ListPlace {
    std::uint32_t list = 0;
    std::size_t place = 0;
    bool operator==(const ListPlace&) const = default;
  };
  bool holds(const ListPlace& from, std::span<const std::int64_t> stamps);
  static void add_words(Column& to, const PointsInRow& points);
  void add_each(std::size_t column, const PointsInRow& points);
  /// A list that goes on with `stamp` where this column's own goes on with another.
  void part(Column& column, std::int64_t stamp);
};

void add_run(KindRuns& runs, Kind kind, std::uint32_t points);

}  // namespace rackproof::store
