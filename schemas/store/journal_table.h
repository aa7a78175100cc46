#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schemas/store/budget.h"
#include "schemas/store/open_chunks.h"
#include "schemas/store/sqlite.h"

namespace rackproof::store {

/// The rows of the journal that there are: from `first` to before `next`, without a gap.
struct JournalRows {
  std::int64_t first = 1;
  std::int64_t next = 1;

  [[nodiscard]] std::int64_t count() const { return next - first; }
};

/// What one flush adds to the journal: what each device's chunk got. A device of `written` had its
/// chunk written whole by the same flush: what the journal holds of that is void from here on.
[[nodiscard]] std::string journal_body(const std::vector<OpenChunk*>& written,
                                       const std::vector<OpenChunk*>& grown);

/// What a point of the journal costs in memory: its word, and its share of stamps and room to grow.
inline constexpr std::size_t kJournalPointCost = 12;

/// The journal table. Every method works inside the caller's transaction.
class JournalTable {
 public:
  /// Writes row `row` where `body` holds something, and drops all before `first`.
  static Result<void> save(Database& database, std::int64_t first, std::int64_t row,
                           std::string_view body);

  /// How many devices and metrics the store has.
  struct Known {
    std::size_t devices = 0;
    std::size_t metrics = 0;
  };
  /// Brings the chunks to where the last flush left them. Error{malformed} for a row that fails its
  /// checksum or says what cannot be.
  static Result<JournalRows> load(Database& database, Budget& budget, const Known& known,
                                  OpenChunks& open);
};

}  // namespace rackproof::store
