#include "schemas/store/open_chunks.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace rackproof::store {
namespace {

constexpr std::size_t kMostMessageBytes = std::size_t{1} << 20;
/// A chunk's stretch of time: what a reader unpacks at least, and a writer writes again at most.
constexpr std::chrono::nanoseconds kLongestStretch = std::chrono::minutes(10);

bool takes(const OpenChunk& chunk, std::int64_t stamp, std::size_t message) {
  if (chunk.full || static_cast<std::size_t>(chunk.head.points) >= kMaxChunkPoints ||
      chunk.bytes + message > kMostMessageBytes) {
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

Series& column_of(OpenChunk& chunk, Row metric) {
  if (chunk.place_of_metric.size() <= metric) {
    chunk.place_of_metric.resize(metric + 1);
  }
  auto& place = chunk.place_of_metric[metric];
  if (place == 0) {
    chunk.columns.push_back({metric, {}});
    place = static_cast<std::uint32_t>(chunk.columns.size());
  }
  return chunk.columns[place - 1].points;
}

std::size_t message_bytes(const Reading& reading) {
  const auto* why = std::get_if<Error>(&reading);
  return why == nullptr ? 0 : why->message.size();
}

void add_unwritten(std::deque<OpenChunk>& chunks, std::vector<OpenChunk*>& found) {
  for (auto& chunk : chunks) {
    if (chunk.unwritten > 0) {
      found.push_back(&chunk);
    }
  }
}

}  // namespace

void OpenChunks::add(Row device, Row metric, Point point) {
  auto& chunks = by_device_[device];
  const auto stamp = std::int64_t{point.taken_at.time_since_epoch().count()};
  const auto message = message_bytes(point.reading);
  if (chunks.empty() || !takes(chunks.back(), stamp, message)) {
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
  chunk.bytes += message;
  ++chunk.unwritten;
  ++unwritten_points_;
  column_of(chunk, metric).push_back(std::move(point));
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
