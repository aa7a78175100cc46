#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "schemas/store/growth.h"
#include "schemas/store/store.h"
#include "schemas/store/store_state.h"
#include "schemas/store/summary_codec.h"

namespace rackproof {
namespace {

using store::ChunkHead;
using store::Row;

/// The chunks of a device that reach farthest.
struct Newest {
  const ChunkHead* head = nullptr;       ///< The one with the latest stamp; null = none is saved.
  std::int64_t others_last = INT64_MIN;  ///< Latest stamp of all others.

  explicit Newest(const std::vector<ChunkHead>& heads) {
    for (const auto& each : heads) {
      const bool later = head == nullptr || each.last_ns > head->last_ns;
      const auto* other = later ? head : &each;
      others_last = other == nullptr ? others_last : std::max(others_last, other->last_ns);
      head = later ? &each : head;
    }
  }
  /// Whether a saved chunk reaches to `stamp` or beyond it.
  [[nodiscard]] bool reaches(std::int64_t stamp) const {
    return head != nullptr && head->last_ns >= stamp;
  }
};

/// The latest point of a column in memory; of equal stamps the one that arrived later. `most`: the
/// latest stamp of its chunk.
Point latest_of(const store::Columns& columns, const store::Column& column, std::int64_t most) {
  const auto stamps = std::span(columns.lists[column.list]).first(column.words.size());
  std::size_t place = stamps.size() - 1;
  for (std::size_t i = 0; i < stamps.size() && stamps[place] != most; ++i) {
    place = stamps[i] > stamps[place] || (stamps[i] == stamps[place] && i > place) ? i : place;
  }
  return {UtcTime{std::chrono::nanoseconds(stamps[place])},
          columns.reading(store::last_of(column, place + 1).kind, column.words[place])};
}

/// Last points that can be told without unpacking a chunk. What is known of a device is kept while
/// its series are asked for one after the other.
class QuickLast {
 public:
  explicit QuickLast(Store::State& state) : state_(state) {}

  /// Fills in the last point; nothing where it takes a closer look, and of no such series.
  Result<void> find(const SeriesKey& key, std::optional<Point>& point) {
    if (auto ready = look_up(key.device); !ready) {
      return ready;
    }
    const auto metric = state_.directory.find_metric(key.metric);
    if (row_ == 0 || !metric || state_.open.of_device(row_).size() > 1) {
      return {};
    }
    const auto& open = state_.open.of_device(row_);
    const auto* column = open.empty() ? nullptr : open.front().find(*metric);
    if (column == nullptr) {
      from_summary(*metric, point);
      return {};
    }
    auto latest = latest_of(open.front().columns, *column, open.front().head.last_ns);
    if (!newest_.reaches(latest.taken_at.time_since_epoch().count())) {
      point.emplace(std::move(latest));
    }
    return {};
  }

 private:
  Result<void> look_up(const std::string& device) {
    if (device == device_) {
      return {};
    }
    device_ = device;
    row_ = state_.directory.find_device(device).value_or(0);
    newest_ = Newest(state_.chunks.of_device(row_));
    summaries_ = nullptr;
    if (newest_.head != nullptr) {
      const auto summaries = state_.summaries_of(*newest_.head);
      if (!summaries) {
        return summaries.error();
      }
      summaries_ = *summaries;
    }
    return {};
  }

  void from_summary(Row metric, std::optional<Point>& point) {
    const auto* known = summaries_ == nullptr ? nullptr : summaries_->find(metric);
    if (known != nullptr && known->in_order && newest_.others_last < known->last_ns) {
      const store::Columns none;
      point.emplace(Point{UtcTime{std::chrono::nanoseconds(known->last_ns)},
                          none.reading(known->kind, known->last)});
    }
  }

  Store::State& state_;
  std::string device_;
  Row row_ = 0;  ///< 0 = no such device.
  Newest newest_{{}};
  const store::KnownSummaries* summaries_ = nullptr;  ///< Of its newest chunk.
};

}  // namespace

Result<const store::KnownSummaries*> Store::State::summaries_of(const ChunkHead& head) {
  const auto part = store::part_of(head);
  if (const auto* known = unpacked.summaries.find(part)) {
    return known;
  }
  auto bytes = has_summaries ? chunks.summary(database, head) : Result<std::string>(std::string());
  if (!bytes) {
    return std::move(bytes).error();
  }
  auto read =
      bytes->empty() ? Result<store::Summaries>(store::Summaries()) : store::read_summaries(*bytes);
  if (!read) {
    return std::move(read).error();
  }
  store::KnownSummaries summaries(std::move(*read));
  const auto size = summaries.bytes();
  return &unpacked.summaries.keep(part, std::move(summaries), size);
}

/// Fills in what summaries and memory tell; `closer`: which keys take a closer look.
Result<void> Store::State::quick_last(std::span<const SeriesKey> keys,
                                      std::vector<std::optional<Point>>& all,
                                      std::vector<std::size_t>& closer) {
  QuickLast quick(*this);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (auto found = quick.find(keys[i], all[i]); !found) {
      return failed(found.error());
    }
    if (!all[i] || is_forgotten(all[i]->taken_at)) {
      all[i].reset();
      closer.push_back(i);
    }
  }
  return {};
}

Result<std::vector<std::optional<Point>>> Store::last_each(std::span<const SeriesKey> keys) {
  std::vector<std::optional<Point>> all(keys.size());
  std::vector<std::size_t> closer;
  const auto question = state_->begin_question();
  if (!question) {
    return question.error();
  }
  if (auto quick = state_->quick_last(keys, all, closer); !quick) {
    return std::move(quick).error();
  }
  for (const auto i : closer) {
    auto point = last(keys[i]);
    if (!point && point.error().kind != ErrorKind::absent) {
      return std::move(point).error();
    }
    if (point) {
      all[i].emplace(std::move(*point));
    }
  }
  return all;
}

}  // namespace rackproof
