#include "schemas/store/open_chunk.h"

#include <algorithm>
#include <bit>
#include <variant>

namespace rackproof::store {
namespace {

std::int64_t nanoseconds(UtcTime time) {
  return time.time_since_epoch().count();
}

std::uint64_t word_of(double value) {
  return std::bit_cast<std::uint64_t>(value);
}

std::uint64_t word_of(std::int64_t count) {
  return static_cast<std::uint64_t>(count);
}

/// How many samples from the front have a value of this type, the first one's device and stamp,
/// and these metrics.
template <typename Value>
std::size_t usual_ones(std::span<const Sample> samples, std::span<const Metric* const> metrics) {
  const auto& first = samples.front();
  std::size_t count = 0;
  while (count < samples.size() && count < metrics.size()) {
    const auto& [device, metric, taken_at, reading] = samples[count];
    if (metric != metrics[count] || device != first.device || taken_at != first.taken_at ||
        !std::holds_alternative<Value>(reading)) {
      break;
    }
    ++count;
  }
  return count;
}

template <typename Value>
void take_words(std::span<const Sample> samples, std::span<std::uint64_t> words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i] = word_of(*std::get_if<Value>(&samples[i].reading));
  }
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
  samples = samples.first(std::min({samples.size(), Arrivals::kMost - arrivals_.size(),
                                    kMaxChunkPoints - static_cast<std::size_t>(head.points)}));
  const auto metrics = std::span<const Metric* const>(known_as_).subspan(next_);
  const auto kind = static_cast<Kind>(samples.front().reading.index());
  const auto count = kind == Kind::measurement ? usual_ones<double>(samples, metrics)
                     : kind == Kind::count     ? usual_ones<std::int64_t>(samples, metrics)
                                               : 0;
  if (count == 0) {
    return 0;
  }
  const auto stamp = nanoseconds(samples.front().taken_at);
  const auto words = arrivals_.add_row(next_, stamp, kind, count);
  if (kind == Kind::measurement) {
    take_words<double>(samples, words);
  } else {
    take_words<std::int64_t>(samples, words);
  }
  next_ += static_cast<std::uint32_t>(count);
  came(stamp, count);
  return count;
}

void OpenChunk::arrive(std::uint32_t column, std::int64_t stamp, const Reading& reading) {
  if (const auto* measurement = std::get_if<double>(&reading)) {
    arrivals_.add(column, stamp, Kind::measurement, word_of(*measurement));
  } else if (const auto* count = std::get_if<std::int64_t>(&reading)) {
    arrivals_.add(column, stamp, Kind::count, word_of(*count));
  } else {
    const auto reason = columns.reasons.number_of(std::get<Error>(reading));
    arrivals_.add(column, stamp, Kind::reason, reason);
  }
  came(stamp, 1);
}

void OpenChunk::came(std::int64_t stamp, std::size_t points) {
  count_points(stamp, points);
  unwritten += points;
  if (arrivals_.size() >= Arrivals::kMost) {
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

void OpenChunk::follow(OpenChunk& before, std::int64_t most_ns) {
  before.settle();
  const auto span =
      static_cast<double>(before.head.last_ns) - static_cast<double>(before.head.first_ns);
  const double share = std::min(1.0, static_cast<double>(most_ns) / std::max(span, 1.0));
  expected_.resize(before.place_of_metric.size());
  for (const auto& column : before.columns.columns) {
    expected_[column.metric] =
        static_cast<std::uint32_t>(static_cast<double>(column.words.size()) * share);
  }
}

void OpenChunk::settle() {
  if (arrivals_.size() > 0) {
    arrivals_.sort_into(columns);
  }
}

void OpenChunk::mark_kept(std::int64_t row) {
  settle();
  kept.resize(columns.columns.size());
  for (std::size_t i = 0; i < kept.size(); ++i) {
    kept[i] = static_cast<std::uint32_t>(columns.columns[i].words.size());
  }
  kept_reasons = columns.reasons.in_order().size();
  unwritten = 0;
  first_row = first_row == 0 ? row : first_row;
}

}  // namespace rackproof::store
