#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/store/budget.h"
#include "schemas/store/open_chunks.h"
#include "schemas/store/sqlite.h"

namespace rackproof::store {

/// The records of the journal that are needed: from `first` to before `next`, without a gap.
struct JournalRows {
  std::int64_t first = 1;
  std::int64_t next = 1;

  [[nodiscard]] std::int64_t count() const { return next - first; }
};

/// What one flush adds to the journal: what each device's chunk got. A device of `written` had its
/// chunk written whole by the same flush: what the journal holds of that is void from here on.
/// `room` is used again from flush to flush.
[[nodiscard]] std::string journal_body(const std::vector<OpenChunk*>& written,
                                       const std::vector<OpenChunk*>& grown, Columns& room);

/// What a point of the journal costs in memory: its word, and its share of stamps and room to grow.
inline constexpr std::size_t kJournalPointCost = 12;

/// How far flushes came, as each record says it: the notes need not change with every flush.
struct FlushMarks {
  std::int64_t safe_ns = 0;  ///< The latest stamp that is safe.
  std::int64_t span_ns = 0;  ///< How far two flushes lay apart at most.

  bool operator==(const FlushMarks&) const = default;
};

/// The journal table. A row is a place for one record, made for it with whole pages of its own and
/// written over, in place, once its record is not needed any more: a flush changes these pages and
/// no other. Every method works inside the caller's transaction; a caller that rolls back restores
/// a copy.
class JournalTable {
 public:
  /// Writes record `rows.next` - 1 where `body` holds something; `rows` are those that are needed
  /// from then on. Where none is, every place is given up.
  Result<void> save(Database& database, const JournalRows& rows, std::string_view body,
                    const FlushMarks& marks);

  /// How many devices and metrics the store has.
  struct Known {
    std::size_t devices = 0;
    std::size_t metrics = 0;
  };
  /// Brings the chunks to where the last flush left them. Error{malformed} for a row that fails its
  /// checksum or says what cannot be; `open` is not to be used then. `from`: `open` holds all
  /// records before that one; 0 = it holds none. Where those from there on do not follow, all are
  /// played anew.
  Result<JournalRows> load(Database& database, Budget& budget, const Known& known, OpenChunks& open,
                           std::int64_t from = 0);

  /// Rows of the table.
  [[nodiscard]] std::int64_t places() const { return static_cast<std::int64_t>(places_.size()); }
  /// Of the last record; none where there is none.
  [[nodiscard]] const std::optional<FlushMarks>& marks() const { return marks_; }

 private:
  struct Place {
    std::int64_t sequence = 0;  ///< Of the record in it.
    std::size_t pages = 0;
  };
  Result<void> make_place(Database& database, std::string_view record);
  /// By device: the last record that begins its chunk anew, 0 = none does.
  using Begins = std::vector<std::int64_t>;
  Result<JournalRows> load_places(Database& database, Budget& budget, Begins& begins);
  [[nodiscard]] std::optional<std::size_t> free_place(std::int64_t first, std::size_t pages) const;

  std::vector<Place> places_;  ///< Row n at place n - 1.
  std::optional<FlushMarks> marks_;
};

}  // namespace rackproof::store
