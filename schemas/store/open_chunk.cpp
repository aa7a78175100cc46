#include "schemas/store/open_chunk.h"

#include <algorithm>

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

void OpenChunk::mark_kept(std::int64_t row) {
  kept.resize(columns.columns.size());
  for (std::size_t i = 0; i < kept.size(); ++i) {
    kept[i] = static_cast<std::uint32_t>(columns.columns[i].words.size());
  }
  kept_reasons = columns.reasons.in_order().size();
  unwritten = 0;
  first_row = first_row == 0 ? row : first_row;
}

}  // namespace rackproof::store
