#pragma once

#include <cstddef>
#include <cstdint>

#include "schemas/event.h"
#include "schemas/store/budget.h"
#include "schemas/store/sqlite.h"

namespace rackproof::store {

/// Bytes that any text of an event may have; a longer one is cut.
inline constexpr std::size_t kLongestEventText = 65'536;

/// Events wait in memory until save(); saved ones stay in the file.
class EventTable {
 public:
  void keep(const Events& events);

  Result<void> save(Database& database) const;  ///< Inside the caller's transaction.
  void saved();
  [[nodiscard]] const Events& waiting() const { return waiting_; }
  [[nodiscard]] std::int64_t saved_count() const { return saved_count_; }
  /// As the row counts of the file say; read() holds the table against it.
  void set_saved_count(std::int64_t count) { saved_count_ = count; }
  /// Looks where the next one goes; after set_saved_count().
  Result<void> find_end(Database& database);

  /// Drops events before a stamp, among the oldest rows and not all at once; how many, and they are
  /// gone from memory once dropped() says so.
  static Result<std::int64_t> drop_before(Database& database, std::int64_t taken_ns);
  void dropped(std::int64_t count) { saved_count_ -= count; }

  /// Saved and waiting ones in the range, by time.
  Result<Events> read(Database& database, TimeRange range, Budget budget) const;

 private:
  std::int64_t saved_count_ = 0;
  std::int64_t last_id_ = 0;
  Events waiting_;
};

}  // namespace rackproof::store
