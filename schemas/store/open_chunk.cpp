#include "schemas/store/open_chunk.h"

#include <algorithm>
#include <bit>
#include <utility>
#include <variant>

namespace rackproof::store {
namespace {

/// Points of which a second copy may be in memory.
constexpr std::size_t kMostInRoom = std::size_t{3} << 16;
constexpr std::size_t kSortedTogether = std::size_t{1} << 13;
constexpr std::size_t kFewPoints = 256;

std::int64_t nanoseconds(UtcTime time) {
  return time.time_since_epoch().count();
}

std::uint64_t word_of(double value) {
  return std::bit_cast<std::uint64_t>(value);
}

std::uint64_t word_of(std::int64_t count) {
  return static_cast<std::uint64_t>(count);
}

/// The words of samples from the front that have a value of this type, the first one's device and
/// stamp, and these metrics; how many. `words` has room for as many as there are metrics.
template <typename Value>
std::size_t take_words(std::span<const Sample> samples, std::span<const Metric* const> metrics,
                       std::span<std::uint64_t> words) {
  const auto& first = samples.front();
  std::size_t count = 0;
  for (; count < words.size(); ++count) {
    const auto& [device, metric, taken_at, reading] = samples[count];
    const auto* value = std::get_if<Value>(&reading);
    if (metric != metrics[count] || device != first.device || taken_at != first.taken_at ||
        value == nullptr) {
      break;
    }
    words[count] = word_of(*value);
  }
  return count;
}

}  // namespace

std::uint32_t& OpenChunk::place_of(Row metric) {
  if (place_of_metric.size() <= metric) {
    place_of_metric.resize(metric + 1);
  }
  return place_of_metric[metric];
}

bool OpenChunk::add(Row metric, const Point& point) {
  settle();
  auto& place = place_of(metric);
  const bool fresh = place == 0;
  if (fresh) {
    place = static_cast<std::uint32_t>(columns.add_column(metric) + 1);
  }
  columns.add(place - 1, point);
  count_points(nanoseconds(point.taken_at), 1);
  ++unwritten;
  return fresh;
}

std::size_t OpenChunk::take_usual(std::span<const Sample> samples) {
  next_ = next_ < known_as_.size() ? next_ : 0;
  samples = samples.first(std::min({samples.size(), Arrivals::kMost - fresh_.size(),
                                    kMaxChunkPoints - static_cast<std::size_t>(head.points)}));
  const auto metrics = std::span<const Metric* const>(known_as_).subspan(next_);
  const auto kind = static_cast<Kind>(samples.front().reading.index());
  if (kind == Kind::reason || metrics.empty()) {
    return 0;
  }
  const auto words = fresh_.room_for(std::min(samples.size(), metrics.size()));
  const auto count = kind == Kind::measurement ? take_words<double>(samples, metrics, words)
                                               : take_words<std::int64_t>(samples, metrics, words);
  const auto stamp = nanoseconds(samples.front().taken_at);
  fresh_.end_row(next_, stamp, kind, words.size(), count);
  if (count == 0) {
    return 0;
  }
  next_ += static_cast<std::uint32_t>(count);
  came(stamp, count);
  return count;
}

void OpenChunk::arrive(std::uint32_t column, std::int64_t stamp, const Reading& reading) {
  if (const auto* measurement = std::get_if<double>(&reading)) {
    fresh_.add(column, stamp, Kind::measurement, word_of(*measurement));
  } else if (const auto* count = std::get_if<std::int64_t>(&reading)) {
    fresh_.add(column, stamp, Kind::count, word_of(*count));
  } else {
    const auto reason = columns.reasons.number_of(std::get<Error>(reading));
    fresh_.add(column, stamp, Kind::reason, reason);
  }
  came(stamp, 1);
}

void OpenChunk::came(std::int64_t stamp, std::size_t points) {
  count_points(stamp, points);
  unwritten += points;
  if (fresh_.size() >= Arrivals::kMost) {
    settle();
  }
}

std::uint32_t OpenChunk::column_of(Row metric, const Metric* known_as) {
  auto& place = place_of(metric);
  if (place == 0) {
    place = static_cast<std::uint32_t>(columns.add_column(metric) + 1);
    columns.columns.back().expected = metric < expected_.size() ? expected_[metric] : 0;
  }
  known_as_.resize(columns.columns.size());
  known_as_[place - 1] = known_as;
  next_ = place;
  return place - 1;
}

void OpenChunk::follow(const OpenChunk& before, std::int64_t most_ns) {
  const auto span =
      static_cast<double>(before.head.last_ns) - static_cast<double>(before.head.first_ns);
  const double share = std::min(1.0, static_cast<double>(most_ns) / std::max(span, 1.0));
  expected_.resize(before.place_of_metric.size());
  for (std::size_t i = 0; i < before.columns.columns.size(); ++i) {
    const auto& column = before.columns.columns[i];
    const std::size_t saved = i < before.kept.size() ? before.kept[i].points : 0;
    const auto points = static_cast<double>(std::max(saved, column.words.size()));
    expected_[column.metric] = static_cast<std::uint32_t>(points * share);
  }
}

void OpenChunk::add_waiting_to(Columns& to) const {
  // By many passes, as far as those fit a cache.
  Arrivals together;
  for (const auto& some : waiting_) {
    if (together.size() + some.size() > kSortedTogether) {
      together.add_to(to);
      together.clear();
    }
    together.append(some);
  }
  together.add_to(to);
  fresh_.add_to(to);
}

/// Columns need not grow step by step to where they are known to come.
void OpenChunk::expect_kept(Columns& to) const {
  for (std::size_t i = 0; i < std::min(kept.size(), to.columns.size()); ++i) {
    auto& expected = to.columns[i].expected;
    expected = std::max(expected, kept[i].points);
  }
}

void OpenChunk::settle() {
  if (!waiting_.empty()) {
    expect_kept(columns);
  }
  for (auto& some : std::exchange(waiting_, {})) {
    std::exchange(some, {}).add_to(columns);  // gone before the next one takes memory
  }
  fresh_.add_to(columns);
  fresh_.clear();
}

const Columns& OpenChunk::sorted(Columns& room) {
  if (static_cast<std::size_t>(head.points) > kMostInRoom) {
    settle();
  }
  if (waiting_.empty() && fresh_.size() == 0) {
    return columns;
  }
  room = columns;
  expect_kept(room);
  add_waiting_to(room);
  return room;
}

/// Points wait on behind a flush where that takes little memory now and when they are sorted.
bool OpenChunk::waits_whole() const {
  return fresh_.size() > 0 && fresh_.size() == unwritten && fresh_.are_compact() &&
         static_cast<std::size_t>(head.points) <= kMostInRoom;
}

OpenChunk::Fresh OpenChunk::fresh(Columns& room) {
  if (!waits_whole()) {
    settle();
    return {&columns, true};
  }
  room.lists.resize(1);
  room.lists[0].clear();
  room.columns.resize(std::max(room.columns.size(), columns.columns.size()));
  for (std::size_t i = 0; i < columns.columns.size(); ++i) {
    auto& column = room.columns[i];
    column.list = 0;
    column.runs.clear();
    column.words.clear();
  }
  fresh_.add_to(room);
  return {&room, false};
}

/// What a flush has saved waits on, in few blocks.
void OpenChunk::put_by() {
  if (!waiting_.empty() && waiting_.back().size() + fresh_.size() <= kFewPoints) {
    waiting_.back().append(fresh_);
    fresh_.clear();
  } else {
    waiting_.push_back(fresh_.take());
  }
}

void OpenChunk::mark_kept(std::int64_t row) {
  kept.resize(columns.columns.size());
  if (waits_whole()) {
    fresh_.go_on(kept);
    put_by();
  } else {
    settle();
    std::ranges::transform(columns.columns, kept.begin(),
                           [this](const Column& each) { return reached(columns, each); });
  }
  kept_reasons = columns.reasons.in_order().size();
  unwritten = 0;
  first_row = first_row == 0 ? row : first_row;
}

}  // namespace rackproof::store
