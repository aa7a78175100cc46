#include "schemas/store/due_stretch.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "schemas/store/store_state.h"
#include "schemas/store/sweeping.h"

namespace rackproof::store {
namespace {

using std::chrono::hours;
using std::chrono::nanoseconds;

/// What a size takes away is at least so much older than the newest reading.
constexpr nanoseconds kYoungest = hours(1);

/// When the kept readings of saved chunks begin; none where there are none.
std::optional<std::int64_t> oldest_kept(const std::vector<ChunkHead>& heads, std::int64_t from) {
  std::optional<std::int64_t> oldest;
  for (const auto& head : heads) {
    if (head.last_ns >= from) {
      const auto begin = std::max(head.first_ns, from);
      oldest = std::min(oldest.value_or(begin), begin);
    }
  }
  return oldest;
}

/// The first stretch of kept readings.
std::optional<std::int64_t> oldest_stretch(const Store::State& state) {
  std::optional<std::int64_t> oldest;
  const auto devices = static_cast<Row>(state.directory.devices().size());
  for (Row device = 1; device <= devices; ++device) {
    const auto begin = oldest_kept(state.chunks.of_device(device), state.forgotten.from_ns[0]);
    oldest = begin ? std::min(oldest.value_or(*begin), *begin) : oldest;
  }
  return oldest ? std::optional(stretch_of(0, *oldest)) : std::nullopt;
}

/// The same of readings, 0, or of a tier, in nanoseconds.
std::optional<std::int64_t> start_of(const Store::State& state, std::size_t resolution) {
  if (resolution == 0) {
    const auto stretch = oldest_stretch(state);
    return stretch ? std::optional(TierPlace{0, 0, *stretch}.start_ns()) : std::nullopt;
  }
  const auto& kept = state.tiers.of_tier(resolution - 1);
  return kept.empty() ? std::nullopt
                      : std::optional(TierPlace{resolution - 1, 0, kept.begin()->first}.start_ns());
}

bool reaches_before(const OpenChunk& chunk, std::int64_t end_ns) {
  return chunk.head.points > 0 && chunk.head.first_ns < end_ns;
}

/// Whether memory holds readings from before `end_ns` that are in no saved chunk.
bool memory_reaches_before(const Store::State& state, std::int64_t end_ns) {
  const auto devices = static_cast<Row>(state.directory.devices().size());
  bool reaches = false;
  for (Row device = 1; device <= devices && !reaches; ++device) {
    reaches = std::ranges::any_of(state.open.of_device(device), [end_ns](const OpenChunk& chunk) {
      return reaches_before(chunk, end_ns);
    });
  }
  return reaches;
}

/// Whether readings or a finer tier hold something from before `end_ns`.
bool finer_reaches_before(const Store::State& state, std::size_t resolution, std::int64_t end_ns) {
  for (std::size_t finer = 0; finer < resolution; ++finer) {
    const auto start = start_of(state, finer);
    if (start && *start < end_ns) {
      return true;
    }
  }
  return false;
}

/// What is to be judged by, the same for every resolution.
struct Judging {
  const KeepRules& rules;
  std::optional<UtcTime> now;     ///< None: ages are not judged.
  std::optional<UtcTime> newest;  ///< Of all flushed readings.
  bool over = false;              ///< The file is larger than it may be.

  /// Whether what ends then is old enough, or in the way.
  [[nodiscard]] bool is_due(std::size_t resolution, UtcTime end) const {
    const auto age = rules.age[resolution];
    const bool aged = age.count() > 0 && now && end <= *now - age;
    const auto young = resolution == 0 ? nanoseconds(kYoungest) : nanoseconds(0);
    return aged || (over && newest && end + young <= *newest);
  }
};

/// The oldest stretch of a resolution, where it is due and nothing finer reaches before its end.
std::optional<DueStretch> due_of(const Store::State& state, const Judging& judging,
                                 std::size_t resolution) {
  const auto start = start_of(state, resolution);
  if (!start) {
    return std::nullopt;
  }
  const auto place = target_of(resolution, *start);
  const bool due = judging.is_due(resolution, UtcTime{nanoseconds(place.end_ns())}) &&
                   !finer_reaches_before(state, resolution, place.end_ns());
  return due ? std::optional(DueStretch{resolution, place.start_ns(), place.end_ns()})
             : std::nullopt;
}

}  // namespace

TierPlace target_of(std::size_t resolution, std::int64_t start_ns) {
  const auto tier = std::min(resolution, kTiers.size() - 1);
  return {tier, 0, stretch_of(tier, start_ns)};
}

Result<std::optional<DueStretch>> due_stretch(Store::State& state, const KeepRules& rules,
                                              std::optional<UtcTime> now) {
  const auto size = rules.most_bytes > 0 ? file_size(state.database) : Result<FileSize>(FileSize{});
  if (!size) {
    return state.failed(size.error());
  }
  const Judging judging{rules, now, state.recovery.safe_until,
                        rules.most_bytes > 0 && size->used() > rules.most_bytes};
  for (std::size_t resolution = 0; resolution < kResolutions; ++resolution) {
    const auto due = due_of(state, judging, resolution);
    if (due && !memory_reaches_before(state, due->end_ns)) {
      return due;
    }
    if (due && judging.over) {
      break;  // readings go first, and these soon will
    }
  }
  return std::optional<DueStretch>();
}

}  // namespace rackproof::store
