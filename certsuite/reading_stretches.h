#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "schemas/device.h"
#include "schemas/reading_leaf.h"
#include "schemas/run_journal.h"
#include "schemas/sample.h"
#include "schemas/series_source.h"
#include "schemas/time.h"

namespace rackproof {

/// What a run reads, hashed as it comes: a leaf a series and stretch, of which a hash state is held
/// until the stretch is over. Owned by one thread at a time.
class ReadingStretches {
 public:
  /// After a stretch's end, for readings that are on their way.
  static constexpr auto kGrace = std::chrono::seconds(30);
  static constexpr std::size_t kMostLate = 10'000;  ///< Listed; more are counted.

  /// `closed_until`: stretches before it are in the journal already.
  explicit ReadingStretches(std::optional<UtcTime> closed_until);

  void take(const Devices& devices, const Samples& samples);
  /// What was read before the process began and is in no line yet.
  void take(const SeriesKey& key, const std::string& unit, const Series& points);

  /// Late ones before the process began that no line lists: they are counted alone.
  void leave_out(std::uint64_t readings) { late_.left_out += readings; }

  /// Whether close() would give a line.
  [[nodiscard]] bool is_due(UtcTime now) const;
  /// The lines of every stretch that is over at `now`, and of what came late; in order.
  std::vector<JournalLine> close(UtcTime now);
  std::vector<JournalLine> close_all() { return close(UtcTime::max()); }

 private:
  /// A series by the names it has in one process.
  struct Handles {
    DeviceHandle device = 0;
    const Metric* metric = nullptr;
    bool operator==(const Handles&) const = default;
  };
  struct HashHandles {
    std::size_t operator()(const Handles& handles) const;
  };
  struct Known {
    SeriesKey key;
    std::string heading;
  };
  struct Growing {
    ReadingLeaf leaf;
    UtcTime last;
  };
  struct Stretch {
    std::unordered_map<std::size_t, Growing> series;  ///< By number in known_.
    std::uint64_t readings = 0;
  };

  std::size_t number_of(const SeriesKey& key, std::string_view unit);
  std::size_t number_of(const Device& device, const Sample& sample);
  void take(std::size_t number, UtcTime taken_at, const Reading& reading);
  void late(const SeriesKey& key, std::string row);
  [[nodiscard]] ReadingsKept sum_up(UtcTime from, Stretch& stretch) const;

  std::optional<UtcTime> closed_until_;
  std::map<UtcTime, Stretch> open_;
  std::vector<Known> known_;
  std::map<SeriesKey, std::size_t> numbers_;
  std::unordered_map<Handles, std::size_t, HashHandles> by_handles_;
  ReadingsLate late_;
  std::string row_;  ///< The last one; held for its memory.
  std::size_t listed_ = 0;
};

}  // namespace rackproof
