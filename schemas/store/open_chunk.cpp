#include "schemas/store/open_chunk.h"

namespace rackproof::store {

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
