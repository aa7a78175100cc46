#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/store/budget.h"
#include "schemas/store/sqlite.h"

namespace rackproof::store {

// Names of the notes that the store itself keeps; all others belong to its users.
inline constexpr std::string_view kRowsNote = "store.rows";      ///< See RowCounts; always row 1.
inline constexpr std::string_view kStateNote = "store.state";    ///< "open" or "closed".
inline constexpr std::string_view kWriterNote = "store.writer";  ///< Token of who may write.
inline constexpr std::string_view kSafeNote = "store.safe_until_ns";
inline constexpr std::string_view kSpanNote = "store.longest_flush_span_ns";

/// How many rows each table has, kept in row 1 of the notes.
struct RowCounts {
  std::int64_t notes = 0;
  std::int64_t devices = 0;
  std::int64_t metrics = 0;
  std::int64_t series = 0;
  std::int64_t chunks = 0;
  std::int64_t events = 0;
  std::int64_t journal = 0;  ///< Not counted by version 1, which has none.
  std::int64_t tiers = 0;    ///< Index rows of tiers; not counted before version 3.

  bool operator==(const RowCounts&) const = default;
};

[[nodiscard]] std::string format_counts(const RowCounts& counts);
[[nodiscard]] Result<RowCounts> parse_counts(std::string_view text);

/// The note table, held in memory.
class Notes {
 public:
  Result<void> load(Database& database, Budget& budget);
  /// Writes through, inside the caller's transaction; a caller that rolls back restores a copy.
  Result<void> set(Database& database, std::string_view name, std::string_view value);

  [[nodiscard]] std::optional<std::string> get(std::string_view name) const;
  [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(rows_.size()); }

 private:
  struct Row {
    std::int64_t id = 0;
    std::string value;
  };
  std::map<std::string, Row, std::less<>> rows_;
};

}  // namespace rackproof::store
