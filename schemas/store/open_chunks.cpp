#include "schemas/store/open_chunks.h"

#include <algorithm>
#include <utility>

namespace rackproof::store {
namespace {

/// The chunks of one device that are to be written.
void add_full(std::vector<OpenChunk>& chunks, std::vector<OpenChunk*>& found) {
  for (auto& chunk : chunks) {
    if (chunk.full && chunk.head.points > 0) {
      found.push_back(&chunk);
    }
  }
}

}  // namespace

void OpenChunks::begin(Row device) {
  if (by_device_.size() <= device) {
    by_device_.resize(device + std::size_t{1});
  }
  auto& chunks = by_device_[device];
  OpenChunk next;
  next.head.device = device;
  if (!chunks.empty()) {
    chunks.back().full = true;
    next.follow(chunks.back(), stretch_ns_);
  }
  chunks.push_back(std::move(next));
}

void OpenChunks::settle() {
  for (auto& chunks : by_device_) {
    for (auto& chunk : chunks) {
      chunk.settle();
    }
  }
}

std::size_t OpenChunks::points() const {
  std::size_t points = 0;
  for (const auto& chunks : by_device_) {
    for (const auto& chunk : chunks) {
      points += static_cast<std::size_t>(chunk.head.points);
    }
  }
  return points;
}

std::vector<OpenChunk*> OpenChunks::full_ones(bool all) {
  const auto held = points();
  all = all || held > most_points_;
  stretch_ns_ = held > kFewOpenPoints ? kStretchNs : kLongestStretchNs;
  std::vector<OpenChunk*> found;
  for (auto& chunks : by_device_) {
    if (!chunks.empty()) {
      auto& last = chunks.back();
      last.full = last.full || all || spans_too_much(last.head.first_ns, latest_ns_, stretch_ns_);
      add_full(chunks, found);
    }
  }
  return found;
}

std::vector<OpenChunk*> OpenChunks::grown() {
  std::vector<OpenChunk*> found;
  for (auto& chunks : by_device_) {
    if (!chunks.empty() && !chunks.back().full && chunks.back().unwritten > 0) {
      found.push_back(&chunks.back());
    }
  }
  return found;
}

void OpenChunks::written(std::int64_t row) {
  for (auto& chunks : by_device_) {
    std::erase_if(chunks, [](const OpenChunk& chunk) { return chunk.full; });
    if (!chunks.empty() && chunks.back().unwritten > 0) {
      chunks.back().mark_kept(row);
    }
  }
  unwritten_points_ = 0;
}

std::int64_t OpenChunks::first_row_needed(std::int64_t row) const {
  for (const auto& chunks : by_device_) {
    const bool needs = !chunks.empty() && !chunks.back().full && chunks.back().first_row != 0;
    row = needs ? std::min(row, chunks.back().first_row) : row;
  }
  return row;
}

OpenChunk& OpenChunks::from_journal(Row device, bool anew) {
  if (by_device_.size() <= device) {
    by_device_.resize(device + std::size_t{1});
  }
  auto& chunks = by_device_[device];
  if (anew) {
    chunks.clear();
  }
  if (chunks.empty()) {
    chunks.emplace_back();
    chunks.back().head.device = device;
  }
  return chunks.back();
}

const std::vector<OpenChunk>& OpenChunks::of_device(Row device) const {
  static const std::vector<OpenChunk> kNone;
  return device < by_device_.size() ? by_device_[device] : kNone;
}

}  // namespace rackproof::store
