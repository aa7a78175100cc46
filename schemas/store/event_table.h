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

  /// Saved and waiting ones in the range, by time.
  Result<Events> read(Database& database, TimeRange range, Budget budget) const;

 private:
  std::int64_t saved_count_ = 0;
  Events waiting_;
};

}  // namespace rackproof::store
