#include <algorithm>
#include <bit>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
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
using store::Kind;
using store::Row;

/// What one answer may cost: some eight million points.
constexpr std::size_t kMostAnswerBytes = std::size_t{512} << 20;

constexpr std::size_t kMostReserved = std::size_t{1} << 16;  ///< Points.

/// Collects the points of a range, as far as memory may go.
class Answer {
 public:
  /// `chunks`: how many may add to it.
  Answer(TimeRange range, Row metric, std::size_t chunks)
      : range_(range), metric_(metric), chunks_(chunks) {}

  /// The points of the asked column, where there is one.
  Result<void> add(const store::Columns& columns) {
    const auto* column = columns.find(metric_);
    if (column == nullptr) {
      return {};
    }
    const auto& stamps = columns.lists[column->list];
    if (points_.empty()) {  // chunks are mostly of one size: growing by copies costs more
      points_.reserve(std::min(column->words.size() * chunks_, kMostReserved));
    }
    bool room = true;
    std::size_t place = 0;
    for (const auto& run : column->runs) {
      const auto words = std::span(column->words).subspan(place, run.points);
      room = room && take(columns, run.kind, std::span(stamps).subspan(place), words);
      place += run.points;
    }
    if (!room) {
      return Error{ErrorKind::out_of_range, "more points than one answer may hold"};
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
  /// Points of one kind; false where there is no room for them.
  bool take(const store::Columns& columns, Kind kind, std::span<const std::int64_t> stamps,
            std::span<const std::uint64_t> words) {
    bool room = true;
    for (std::size_t i = 0; i < words.size() && room; ++i) {
      const UtcTime taken_at{std::chrono::nanoseconds(stamps[i])};
      if (range_.contains(taken_at)) {
        room = budget_.take(bytes_of(add(columns, taken_at, kind, words[i])));
      }
    }
    return room;
  }
  /// A value is made in its place: moving what may hold a text costs more than all else here.
  const Point& add(const store::Columns& columns, UtcTime taken_at, Kind kind, std::uint64_t word) {
    auto& point = points_.emplace_back();
    point.taken_at = taken_at;
    if (kind == Kind::measurement) {
      point.reading.emplace<double>(std::bit_cast<double>(word));
    } else if (kind == Kind::count) {
      point.reading.emplace<std::int64_t>(static_cast<std::int64_t>(word));
    } else {
      point.reading = columns.reading(kind, word);
    }
    return point;
  }
  static std::size_t bytes_of(const Point& point) {
    const auto* why = std::get_if<Error>(&point.reading);
    return sizeof(Point) + (why == nullptr ? 0 : why->message.size());
  }

  TimeRange range_;
  Row metric_;
  std::size_t chunks_;
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
    const auto unpacked = state.column_of(head, metric);
    if (!unpacked) {
      return unpacked.error();
    }
    std::optional<Point> here;
    if (const auto* column = (*unpacked)->column()) {
      take_later(here, (*unpacked)->columns.read(*column));
    }
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

std::optional<Store::State::Asked> Store::State::find(const SeriesKey& key) const {
  const auto device = directory.find_device(key.device);
  const auto metric = directory.find_metric(key.metric);
  return device && metric ? std::optional(Asked{*device, *metric}) : std::nullopt;
}

/// The asked column of a saved chunk, if it has one; with what belongs to it.
Result<const store::UnpackedColumn*> Store::State::column_of(const ChunkHead& head, Row metric) {
  const auto part = store::part_of(head, metric);
  if (const auto* known = unpacked.columns.find(part)) {
    return known;
  }
  auto columns = chunks.columns(database, head, metric);
  if (!columns) {
    return std::move(columns).error();
  }
  store::UnpackedColumn column(std::move(*columns));
  const auto bytes = column.bytes();
  return &unpacked.columns.keep(part, std::move(column), bytes);
}

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
  if (auto gone = store::refusal_of(state_->forgotten, range)) {
    return *std::move(gone);
  }
  const auto asked = state_->find(key);
  if (!asked || state_->is_forgotten(range.from)) {  // of before anything was read
    return Series{};
  }
  const auto& open = state_->open.of_device(asked->device);
  const auto& heads = state_->chunks.of_device(asked->device);
  const auto touched =
      std::ranges::count_if(heads, [range](const ChunkHead& head) { return head.touches(range); });
  Answer answer(range, asked->metric, static_cast<std::size_t>(touched) + open.size());
  for (const auto& head : heads) {
    if (!head.touches(range)) {
      continue;
    }
    const auto unpacked = state_->column_of(head, asked->metric);
    auto added = unpacked ? answer.add((*unpacked)->columns) : Result<void>(unpacked.error());
    if (!added) {
      return state_->failed(added.error());
    }
  }
  for (const auto& chunk : open) {
    if (auto added = answer.add(chunk.columns); !added) {
      return state_->failed(added.error());
    }
  }
  return answer.in_time_order();
}

Result<std::vector<Series>> Store::read_each(std::span<const SeriesKey> keys, TimeRange range) {
  const auto question = state_->begin_question();
  return question ? TelemetrySource::read_each(keys, range)
                  : Result<std::vector<Series>>(question.error());
}

/// Of a series that has no reading of its own any more: what its newest summary ends in.
Result<Point> Store::last_forgotten(const SeriesKey& key) {
  const UtcTime readings_from{std::chrono::nanoseconds(state_->forgotten.from_ns[0])};
  const auto found = last_value(key, {UtcTime::min(), readings_from});
  if (!found) {
    return found.error();
  }
  return *found ? Result<Point>(**found)
                : Error{ErrorKind::absent,
                        key.device + " " + key.metric + ": nothing of it is kept any more"};
}

Result<Point> Store::last(const SeriesKey& key) {
  const auto question = state_->begin_question();
  if (!question) {
    return question.error();
  }
  const Error none{ErrorKind::absent, key.device + " " + key.metric + ": no such series"};
  const auto asked = state_->find(key);
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
    if (const auto* column = chunk.find(asked->metric)) {
      take_later(*latest, chunk.columns.read(*column));
    }
  }
  if (state_->forgotten.readings && (!*latest || state_->is_forgotten((*latest)->taken_at))) {
    return last_forgotten(key);
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

Result<std::uint64_t> Store::readings() {
  const auto query = state_->begin_query();
  if (!query) {
    return query.error();
  }
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < state_->directory.devices().size(); ++i) {
    const auto device = static_cast<store::Row>(i + 1);
    for (const auto& head : state_->chunks.of_device(device)) {
      count += static_cast<std::uint64_t>(head.points);
    }
    for (const auto& chunk : state_->open.of_device(device)) {
      count += static_cast<std::uint64_t>(chunk.head.points);
    }
  }
  return count;
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
