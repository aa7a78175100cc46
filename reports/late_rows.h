#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "schemas/run_journal.h"
#include "schemas/series_source.h"

namespace rackproof {

/// The late readings that a journal lists, by series: taken out of the rows among which they lie,
/// since no tree holds them. Rows as schemas/reading_leaf.h spells them. One thread.
class LateRows {
 public:
  explicit LateRows(const std::vector<LateReading>& late);

  /// Whether none is listed at all, as of nearly every run.
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] bool concerns(const SeriesKey& key) const { return rows_.contains(key); }
  /// Leaves in `rows` those that are not listed; of equal ones the last is taken, which arrived
  /// last. How many went; each listed one goes once.
  std::uint64_t take_out(const SeriesKey& key, std::string& rows);
  /// For people, one that was never found; "" = all were.
  [[nodiscard]] std::string left() const;

 private:
  /// How often each row is listed.
  std::map<SeriesKey, std::map<std::string, std::uint64_t, std::less<>>> rows_;
};

}  // namespace rackproof
