#include "schemas/store/open_chunks.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace rackproof::store {
namespace {

constexpr std::size_t kMostMessageBytes = std::size_t{1} << 20;
/// A chunk's stretch of time: what a reader unpacks at least, and a writer writes again at most.
constexpr std::chrono::nanoseconds kLongestStretch = std::chrono::minutes(10);

bool takes(const OpenChunk& chunk, std::int64_t stamp) {
  if (chunk.full || static_cast<std::size_t>(chunk.head.points) >= kMaxChunkPoints ||
      chunk.columns.reasons.bytes() + kMaxReasonBytes > kMostMessageBytes) {
    return false;
  }
  if (chunk.head.points == 0) {
    return true;
  }
  // In doubles: the difference of two stamps need not fit the integer, and nothing hangs on it.
  const double stretch =
      std::max(static_cast<double>(stamp) - static_cast<double>(chunk.head.first_ns),
               static_cast<double>(chunk.head.last_ns) - static_cast<double>(stamp));
  return stretch <= static_cast<double>(kLongestStretch.count());
}

/// Column + 1 of the metric; 0 = none yet.
std::uint32_t& place_of(OpenChunk& chunk, Row metric) {
  if (chunk.place_of_metric.size() <= metric) {
    chunk.place_of_metric.resize(metric + 1);
  }
  return chunk.place_of_metric[metric];
}

void add_unwritten(std::deque<OpenChunk>& chunks, std::vector<OpenChunk*>& found) {
  for (auto& chunk : chunks) {
    if (chunk.unwritten > 0) {
      found.push_back(&chunk);
    }
  }
}

}  // namespace

bool OpenChunks::add(Row device, Row metric, const Point& point) {
  auto& chunks = by_device_[device];
  const auto stamp = std::int64_t{point.taken_at.time_since_epoch().count()};
  if (chunks.empty() || !takes(chunks.back(), stamp)) {
    if (!chunks.empty()) {
      chunks.back().full = true;
    }
    chunks.emplace_back();
    chunks.back().head.device = device;
  }
  auto& chunk = chunks.back();
  auto& head = chunk.head;
  head.first_ns = head.points == 0 ? stamp : std::min(head.first_ns, stamp);
  head.last_ns = head.points == 0 ? stamp : std::max(head.last_ns, stamp);
  ++head.points;
  ++chunk.unwritten;
  ++unwritten_points_;
  auto& place = place_of(chunk, metric);
  const bool fresh = place == 0;
  if (fresh) {
    place = static_cast<std::uint32_t>(chunk.columns.add_column(metric) + 1);
  }
  chunk.columns.add(place - 1, point);
  return fresh;
}

std::vector<OpenChunk*> OpenChunks::unwritten() {
  std::vector<OpenChunk*> found;
  for (auto& [device, chunks] : by_device_) {
    add_unwritten(chunks, found);
  }
  return found;
}

void OpenChunks::written() {
  for (auto& [device, chunks] : by_device_) {
    for (auto& chunk : chunks) {
      chunk.unwritten = 0;
    }
    while (chunks.size() > 1 || (!chunks.empty() && chunks.front().full)) {
      chunks.pop_front();
    }
  }
  unwritten_points_ = 0;
}

const std::deque<OpenChunk>& OpenChunks::of_device(Row device) const {
  static const std::deque<OpenChunk> kNone;
  const auto place = by_device_.find(device);
  return place == by_device_.end() ? kNone : place->second;
}

}  // namespace rackproof::store
