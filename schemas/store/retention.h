#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/result.h"
#include "schemas/store/column.h"
#include "schemas/store/due_stretch.h"
#include "schemas/store/forgotten.h"
#include "schemas/store/keep_rules.h"
#include "schemas/store/store.h"
#include "schemas/store/tier_table.h"

namespace rackproof::store {

/// Rows that are to be written.
using TierRows = std::vector<std::pair<TierPlace, std::string>>;

/// Readings of a chunk whose time was forgotten already.
[[nodiscard]] std::int64_t too_late_in(const Columns& columns, const Forgotten& forgotten);

/// Forgets in order, by small steps between flushes.
///
/// A stretch of readings goes in three: each device's row of the tier is written; one transaction
/// lists the rows and moves the note that says from when on readings are kept; chunks that end
/// before it are dropped. Until the note is moved the rows do not hold, and are written anew where
/// a chunk came late or the writer was killed; from then on the readings do not, dropped or not. So
/// nothing is lost or counted twice wherever it stops. The same goes from tier to tier.
///
/// Readings whose time was forgotten before they came are kept out of answers, counted and dropped.
class Retention {
 public:
  /// Of a store that was opened; `safe_until`: its latest flushed stamp.
  void begin(std::optional<UtcTime> safe_until);

  /// One step: at most one transaction. false where there is nothing to do for now.
  Result<bool> step(Store::State& state, const KeepRules& rules, UtcTime now);

  /// So many readings were written whose time was forgotten already.
  void came_too_late(std::int64_t readings);
  [[nodiscard]] std::int64_t too_late() const { return too_late_; }

 private:
  /// A device's row that waits for its index row.
  struct Prepared {
    std::int64_t newest_chunk = 0;  ///< Of those that it was made of.
    bool has_row = false;
  };

  /// What one step prepares.
  struct Batch {
    TierRows rows;
    std::map<Row, Prepared> done;
    std::int64_t work = 0;  ///< In readings.
  };

  bool trusts(UtcTime now);
  Result<bool> sweep(Store::State& state);
  Result<bool> forget_events(Store::State& state, const KeepRules& rules, UtcTime now);
  Result<bool> advance(Store::State& state, const DueStretch& due);
  Result<bool> prepare(Store::State& state, const DueStretch& due);
  Result<void> prepare_one(Store::State& state, const TierPlace& place, Batch& batch) const;
  [[nodiscard]] bool is_prepared(Row device, std::int64_t newest_chunk) const;
  [[nodiscard]] TierDevices listed() const;  ///< Those whose row is prepared.
  Result<void> publish(Store::State& state, const DueStretch& due);

  std::optional<UtcTime> last_now_;
  std::optional<UtcTime> settles_at_;  ///< The clock jumped, and ages are not judged before.
  std::optional<UtcTime> events_next_;
  std::int64_t too_late_ = 0;
  bool chunks_left_ = true;
  std::array<Row, kTiers.size()> tier_left_{1, 1, 1};  ///< Device to go on with; 0 = none.
  std::optional<std::int64_t> prepared_end_;           ///< Of the stretch of `prepared_`.
  std::size_t prepared_resolution_ = 0;
  std::map<Row, Prepared> prepared_;
};

}  // namespace rackproof::store
