#include <algorithm>
#include <chrono>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "schemas/store/store.h"
#include "schemas/store/store_state.h"
#include "schemas/store/summary_codec.h"

namespace rackproof {
namespace {

using store::ChunkHead;
using store::Row;

/// The chunk with the latest stamp of a device, where no other reaches as far.
const ChunkHead* newest(const std::vector<ChunkHead>& heads) {
  const auto latest = std::ranges::max_element(heads, {}, &ChunkHead::last_ns);
  return latest == heads.end() ? nullptr : &*latest;
}

/// Whether another saved chunk reaches to `stamp` or beyond it.
bool another_reaches(const std::vector<ChunkHead>& heads, const ChunkHead* known,
                     std::int64_t stamp) {
  return std::ranges::any_of(heads, [known, stamp](const ChunkHead& head) {
    return &head != known && head.last_ns >= stamp;
  });
}

/// The latest point of a column in memory; of equal stamps the one that arrived later.
Point latest_of(const store::Columns& columns, const store::Column& column) {
  const auto stamps = std::span(columns.lists[column.list]).first(column.words.size());
  std::size_t place = 0;
  for (std::size_t i = 1; i < stamps.size(); ++i) {
    place = stamps[i] >= stamps[place] ? i : place;
  }
  std::size_t end = 0;
  const auto run = std::ranges::find_if(column.runs, [&end, place](const store::KindRun& each) {
    end += each.points;
    return end > place;
  });
  return {UtcTime{std::chrono::nanoseconds(stamps[place])},
          columns.reading(run->kind, column.words[place])};
}

/// Last points that can be told without unpacking a chunk; the summaries of one device are kept
/// while its series are asked for one after the other.
class QuickLast {
 public:
  explicit QuickLast(Store::State& state) : state_(state) {}

  /// Fills in the last point; nothing where it takes a closer look, and of no such series.
  Result<void> find(const SeriesKey& key, std::optional<Point>& point) {
    const auto device = state_.directory.find_device(key.device);
    const auto metric = state_.directory.find_metric(key.metric);
    if (!device || !metric || state_.open.of_device(*device).size() > 1) {
      return {};
    }
    const auto& heads = state_.chunks.of_device(*device);
    const auto& open = state_.open.of_device(*device);
    const auto* column = open.empty() ? nullptr : open.front().columns.find(*metric);
    if (column == nullptr) {
      return from_summary(*device, *metric, point);
    }
    auto latest = latest_of(open.front().columns, *column);
    if (!another_reaches(heads, nullptr, latest.taken_at.time_since_epoch().count())) {
      point.emplace(std::move(latest));
    }
    return {};
  }

 private:
  Result<void> from_summary(Row device, Row metric, std::optional<Point>& point) {
    const auto& heads = state_.chunks.of_device(device);
    const auto* head = newest(heads);
    if (head == nullptr) {
      return {};
    }
    if (device_ != device) {
      auto summaries = state_.summaries_of(*head);
      if (!summaries) {
        return std::move(summaries).error();
      }
      summaries_ = std::move(*summaries);
      device_ = device;
    }
    const auto known = std::ranges::find(summaries_, metric, &store::ColumnSummary::metric);
    if (known != summaries_.end() && known->in_order &&
        !another_reaches(heads, head, known->last_ns)) {
      const store::Columns none;
      point.emplace(Point{UtcTime{std::chrono::nanoseconds(known->last_ns)},
                          none.reading(known->kind, known->last)});
    }
    return {};
  }

  Store::State& state_;
  Row device_ = 0;
  store::Summaries summaries_;
};

}  // namespace

Result<store::Summaries> Store::State::summaries_of(const ChunkHead& head) {
  if (!has_summaries) {
    return store::Summaries();
  }
  const auto bytes = chunks.summary(database, head);
  if (!bytes) {
    return bytes.error();
  }
  return bytes->empty() ? Result<store::Summaries>(store::Summaries())
                        : store::read_summaries(*bytes);
}

/// Fills in what summaries and memory tell; `closer`: which keys take a closer look.
Result<void> Store::State::quick_last(std::span<const SeriesKey> keys,
                                      std::vector<std::optional<Point>>& all,
                                      std::vector<std::size_t>& closer) {
  const auto query = begin_query();
  if (!query) {
    return query.error();
  }
  QuickLast quick(*this);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (auto found = quick.find(keys[i], all[i]); !found) {
      return failed(found.error());
    }
    if (!all[i]) {
      closer.push_back(i);
    }
  }
  return {};
}

Result<std::vector<std::optional<Point>>> Store::last_each(std::span<const SeriesKey> keys) {
  std::vector<std::optional<Point>> all(keys.size());
  std::vector<std::size_t> closer;
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
