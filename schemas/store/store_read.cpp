#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/store/budget.h"
#include "schemas/store/chunk_codec.h"
#include "schemas/store/store.h"
#include "schemas/store/store_state.h"

namespace rackproof {
namespace {

using store::ChunkHead;
using store::Row;

/// What one answer may cost: some eight million points.
constexpr std::size_t kMostAnswerBytes = std::size_t{512} << 20;

struct Asked {
  Row device = 0;
  Row metric = 0;
};

std::optional<Asked> find(const store::Directory& directory, const SeriesKey& key) {
  const auto device = directory.find_device(key.device);
  const auto metric = directory.find_metric(key.metric);
  if (!device || !metric) {
    return std::nullopt;
  }
  return Asked{*device, *metric};
}

/// The points of the asked metric in a saved chunk, in order of arrival.
Result<Series> unpack(Store::State& state, const ChunkHead& head, Row metric,
                      std::optional<TimeRange> range = std::nullopt) {
  auto body = state.chunks.body(state.database, head);
  if (!body) {
    return std::move(body).error();
  }
  const auto columns = store::decode_chunk(*body, metric);
  if (!columns) {
    return columns.error().during("chunk " + std::to_string(head.id));
  }
  const auto* column = columns->find(metric);
  if (column == nullptr) {
    return Series{};
  }
  return range ? columns->read(*column, *range) : columns->read(*column);
}

/// Collects points, as far as memory may go.
class Answer {
 public:
  Result<void> add(Series points) {
    for (auto& point : points) {
      const auto* why = std::get_if<Error>(&point.reading);
      if (!budget_.take(sizeof(Point) + (why == nullptr ? 0 : why->message.size()))) {
        return Error{ErrorKind::out_of_range, "more points than one answer may hold"};
      }
      points_.push_back(std::move(point));
    }
    return {};
  }

  Series in_time_order() {
    if (!std::ranges::is_sorted(points_, {}, &Point::taken_at)) {
      std::ranges::stable_sort(points_, {}, &Point::taken_at);
    }
    return std::move(points_);
  }

 private:
  store::Budget budget_{kMostAnswerBytes};
  Series points_;
};

/// The later of two points; of equal stamps the one that arrived later.
void take_later(std::optional<Point>& latest, const Series& points) {
  for (const auto& point : points) {
    if (!latest || latest->taken_at <= point.taken_at) {
      latest = point;
    }
  }
}

/// Over saved chunks, of which those with the later last stamps come first.
Result<std::optional<Point>> last_saved(Store::State& state, const std::vector<ChunkHead>& heads,
                                        Row metric) {
  std::optional<Point> latest;
  std::int64_t latest_chunk = 0;
  for (const auto& head : heads) {
    if (latest && head.last_ns < latest->taken_at.time_since_epoch().count()) {
      break;
    }
    auto points = unpack(state, head, metric);
    if (!points) {
      return std::move(points).error();
    }
    std::optional<Point> here;
    take_later(here, *points);
    // Later chunks came first: of equal stamps the one that is held stays.
    if (here && (!latest || latest->taken_at < here->taken_at ||
                 (latest->taken_at == here->taken_at && latest_chunk < head.id))) {
      latest = here;
      latest_chunk = head.id;
    }
  }
  return latest;
}

}  // namespace

Result<std::vector<SeriesKey>> Store::keys() {
  const auto query = state_->begin_query();
  if (!query) {
    return query.error();
  }
  return state_->directory.keys();
}

Result<Series> Store::read(const SeriesKey& key, TimeRange range) {
  const auto query = state_->begin_query();
  if (!query) {
    return query.error();
  }
  const auto asked = find(state_->directory, key);
  if (!asked) {
    return Series{};
  }
  const auto& open = state_->open.of_device(asked->device);
  Answer answer;
  for (const auto& head : state_->chunks.of_device(asked->device)) {
    if (!head.touches(range)) {
      continue;
    }
    auto points = unpack(*state_, head, asked->metric, range);
    auto added = points ? answer.add(std::move(*points)) : Result<void>(points.error());
    if (!added) {
      return state_->failed(added.error());
    }
  }
  for (const auto& chunk : open) {
    const auto* column = chunk.columns.find(asked->metric);
    auto added =
        column == nullptr ? Result<void>() : answer.add(chunk.columns.read(*column, range));
    if (!added) {
      return state_->failed(added.error());
    }
  }
  return answer.in_time_order();
}

Result<Point> Store::last(const SeriesKey& key) {
  const auto query = state_->begin_query();
  if (!query) {
    return query.error();
  }
  const Error none{ErrorKind::absent, key.device + " " + key.metric + ": no such series"};
  const auto asked = find(state_->directory, key);
  if (!asked) {
    return none;
  }
  const auto& open = state_->open.of_device(asked->device);
  auto heads = state_->chunks.of_device(asked->device);
  std::ranges::stable_sort(heads, [](const ChunkHead& a, const ChunkHead& b) {
    return std::pair(a.last_ns, a.id) > std::pair(b.last_ns, b.id);
  });
  auto latest = last_saved(*state_, heads, asked->metric);
  if (!latest) {
    return state_->failed(latest.error());
  }
  for (const auto& chunk : open) {
    if (const auto* column = chunk.columns.find(asked->metric)) {
      take_later(*latest, chunk.columns.read(*column));
    }
  }
  return *latest ? Result<Point>(**latest) : Result<Point>(none);
}

Result<Events> Store::events(TimeRange range) {
  const auto query = state_->begin_query();
  if (!query) {
    return query.error();
  }
  auto events = state_->events.read(state_->database, range, store::Budget(kMostAnswerBytes));
  return events ? events : Result<Events>(state_->failed(events.error()));
}

Result<Devices> Store::devices() {
  const auto query = state_->begin_query();
  if (!query) {
    return query.error();
  }
  auto devices = state_->directory.devices();
  std::ranges::sort(devices, {}, &Device::id);
  return devices;
}

Result<std::vector<StoredMetric>> Store::metrics() {
  const auto query = state_->begin_query();
  if (!query) {
    return query.error();
  }
  return state_->directory.metrics();
}

Result<std::string> Store::note(std::string_view key) {
  const auto query = state_->begin_query();
  if (!query) {
    return query.error();
  }
  const auto value = state_->notes.get("user." + std::string(key));
  if (!value) {
    return Error{ErrorKind::absent, state_->path + ": no note '" + std::string(key) + "'"};
  }
  return *value;
}

}  // namespace rackproof
