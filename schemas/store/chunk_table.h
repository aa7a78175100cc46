#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/store/budget.h"
#include "schemas/store/directory.h"
#include "schemas/store/sqlite.h"
#include "schemas/time.h"

namespace rackproof::store {

/// What is known of a chunk without unpacking it.
struct ChunkHead {
  std::int64_t id = 0;
  Row device = 0;
  std::int64_t first_ns = 0;  ///< Smallest stamp in it.
  std::int64_t last_ns = 0;   ///< Largest.
  std::int64_t points = 0;
  std::int64_t body_sum = 0;  ///< chunk_checksum() of its body.

  /// Whether some of its stamps may lie in the range.
  [[nodiscard]] bool touches(TimeRange range) const {
    return first_ns < range.to.time_since_epoch().count() &&
           last_ns >= range.from.time_since_epoch().count();
  }
};

/// The heads of all saved chunks, held in memory, by device in order of arrival. Outlived by the
/// database that it reads.
class ChunkTable {
 public:
  Result<void> load(Database& database, Budget& budget, std::size_t devices);

  /// Writes a chunk inside the caller's transaction; remember() once that is committed.
  static Result<void> save(Database& database, const ChunkHead& head, std::string_view body);
  void remember(const ChunkHead& head);

  /// What its columns come to; likewise.
  static Result<void> save_summary(Database& database, const ChunkHead& head,
                                   std::string_view summary);

  /// The body, whose checksum holds.
  Result<std::string> body(Database& database, const ChunkHead& head);
  /// All that it holds, or what it holds of one metric: as many points as its head tells, no more.
  Result<Columns> columns(Database& database, const ChunkHead& head,
                          std::optional<Row> metric = std::nullopt);
  /// Its summary, whose checksum holds; "" where there is none, as of chunks of an old release.
  Result<std::string> summary(Database& database, const ChunkHead& head);

  /// Drops chunks with their bodies and summaries, inside the caller's transaction; forget() once
  /// that is committed. Both take ascending ids.
  static Result<void> drop(Database& database, std::span<const std::int64_t> ids);
  void forget(std::span<const std::int64_t> ids);

  [[nodiscard]] std::int64_t count() const { return count_; }
  [[nodiscard]] std::vector<std::int64_t> ids() const;             ///< Ascending.
  [[nodiscard]] std::int64_t last_id() const { return last_id_; }  ///< Of all there are; 0 = none.
  [[nodiscard]] const std::vector<ChunkHead>& of_device(Row device) const;

 private:
  // Asked for every chunk of an answer: prepared once, for the one database of this table.
  std::optional<Statement> body_rows_;
  std::optional<Statement> summary_rows_;
  std::int64_t count_ = 0;
  std::int64_t last_id_ = 0;
  std::vector<std::vector<ChunkHead>> by_device_;  ///< Row n at place n - 1.
};

}  // namespace rackproof::store
