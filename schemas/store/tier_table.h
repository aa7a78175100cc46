#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/store/budget.h"
#include "schemas/store/sqlite.h"
#include "schemas/store/tier.h"

namespace rackproof::store {

/// Devices that have a row in one stretch, ascending.
using TierDevices = std::vector<Row>;

/// The tier table. A stretch holds only once its index row, that of device 0, is there: it lists
/// the devices whose rows there must be. Index rows are held in memory, and counted by the file's
/// row counts. What writes works inside the caller's transaction.
class TierTable {
 public:
  Result<void> load(Database& database, Budget& budget, std::size_t devices);

  /// Writes a row, in place of one that an earlier writer left unfinished.
  static Result<void> save(Database& database, const TierPlace& place, std::string_view body);
  static Result<void> save_index(Database& database, std::size_t tier, std::int64_t stretch,
                                 const TierDevices& devices);
  /// Drops all index rows of a tier before a stretch.
  static Result<void> drop_index(Database& database, std::size_t tier, std::int64_t before);
  /// Drops all rows of a device before a stretch; how many.
  static Result<std::int64_t> drop(Database& database, const TierPlace& before);

  /// The row, whose checksum holds; malformed as well where it is not there.
  static Result<std::string> body(Database& database, const TierPlace& place);

  /// The same in memory, once they are committed.
  void remember(std::size_t tier, std::int64_t stretch, const TierDevices& devices);
  void forget(std::size_t tier, std::int64_t before);

  using Stretches = std::map<std::int64_t, const TierDevices*>;
  [[nodiscard]] const Stretches& of_tier(std::size_t tier) const { return stretches_[tier]; }
  [[nodiscard]] bool holds(const TierPlace& place) const;
  [[nodiscard]] std::int64_t count() const;  ///< Of index rows.
  /// Those that forget() would drop.
  [[nodiscard]] std::int64_t count_before(std::size_t tier, std::int64_t stretch) const;

 private:
  Result<void> load_tier(Database& database, Budget& budget, std::size_t tier, std::size_t devices);

  std::set<TierDevices> lists_;  ///< Each once: most stretches have the same devices.
  std::array<Stretches, kTiers.size()> stretches_;
};

}  // namespace rackproof::store
