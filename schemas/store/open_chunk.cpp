#include "schemas/store/open_chunk.h"

#include <algorithm>
#include <bit>
#include <variant>

namespace rackproof::store {

void OpenChunk::count_point(std::int64_t stamp) {
  head.first_ns = head.points == 0 ? stamp : std::min(head.first_ns, stamp);
  head.last_ns = head.points == 0 ? stamp : std::max(head.last_ns, stamp);
  ++head.points;
}

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
  count_point(point.taken_at.time_since_epoch().count());
  ++unwritten;
  return fresh;
}

std::optional<std::uint32_t> OpenChunk::next_column(const Metric* metric) {
  if (next_ >= known_as_.size()) {
    next_ = 0;
  }
  if (known_as_.empty() || known_as_[next_] != metric) {
    return std::nullopt;
  }
  return next_++;
}

std::uint32_t OpenChunk::column_of(Row metric, const Metric* known_as) {
  auto& place = place_of(metric);
  if (place == 0) {
    place = static_cast<std::uint32_t>(columns.add_column(metric) + 1);
  }
  known_as_.resize(columns.columns.size());
  known_as_[place - 1] = known_as;
  next_ = place;
  return place - 1;
}

void OpenChunk::arrive(std::uint32_t column, std::int64_t stamp, const Reading& reading) {
  if (const auto* count = std::get_if<std::int64_t>(&reading)) {
    arrivals_.add(column, stamp, Kind::count, static_cast<std::uint64_t>(*count));
  } else if (const auto* measurement = std::get_if<double>(&reading)) {
    arrivals_.add(column, stamp, Kind::measurement, std::bit_cast<std::uint64_t>(*measurement));
  } else {
    arrivals_.add(column, stamp, Kind::reason, columns.reasons.number_of(std::get<Error>(reading)));
  }
  count_point(stamp);
  ++unwritten;
  if (arrivals_.size() >= Arrivals::kMost) {
    settle();
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
