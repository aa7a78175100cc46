#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <unordered_map>
#include <utility>

#include "schemas/store/chunk_table.h"

namespace rackproof::store {

/// What was made of a chunk's bytes, which never change: the whole of it, or one metric's part.
struct PartOfChunk {
  std::int64_t chunk = 0;
  std::int64_t body_sum = 0;
  Row metric = 0;  ///< 0 = no single one.

  bool operator==(const PartOfChunk&) const = default;
};

[[nodiscard]] inline PartOfChunk part_of(const ChunkHead& head, Row metric = 0) {
  return {head.id, head.body_sum, metric};
}

/// What was asked for last, as far as it takes no more than so many bytes; what was asked for
/// longest ago goes first. One thread at a time.
template <typename Value>
class BoundedCache {
 public:
  explicit BoundedCache(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  /// Null where it is not kept; else valid until the next keep().
  const Value* find(const PartOfChunk& part) {
    const auto known = places_.find(part);
    if (known == places_.end()) {
      return nullptr;
    }
    latest_first_.splice(latest_first_.begin(), latest_first_, known->second);
    return &known->second->value;
  }

  /// Of a part that is not kept yet. The newest is kept whatever its size.
  const Value& keep(const PartOfChunk& part, Value value, std::size_t bytes) {
    latest_first_.push_front({part, std::move(value), bytes});
    places_[part] = latest_first_.begin();
    bytes_ += bytes;
    while (bytes_ > most_bytes_ && latest_first_.size() > 1) {
      bytes_ -= latest_first_.back().bytes;
      places_.erase(latest_first_.back().part);
      latest_first_.pop_back();
    }
    return latest_first_.front().value;
  }

  /// Drops what was made of chunks of which `is_gone` says true.
  template <typename IsGone>
  void drop(IsGone is_gone) {
    for (auto at = latest_first_.begin(); at != latest_first_.end();) {
      if (!is_gone(at->part.chunk)) {
        ++at;
        continue;
      }
      bytes_ -= at->bytes;
      places_.erase(at->part);
      at = latest_first_.erase(at);
    }
  }

  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  struct Kept {
    PartOfChunk part;
    Value value;
    std::size_t bytes = 0;
  };
  struct Hash {
    std::size_t operator()(const PartOfChunk& part) const {
      constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;  // 2^64 / golden ratio
      return static_cast<std::size_t>(
          (static_cast<std::uint64_t>(part.body_sum) ^ (part.metric * kOdd)) +
          static_cast<std::uint64_t>(part.chunk));
    }
  };

  std::size_t most_bytes_;
  std::size_t bytes_ = 0;
  std::list<Kept> latest_first_;
  std::unordered_map<PartOfChunk, typename std::list<Kept>::iterator, Hash> places_;
};

}  // namespace rackproof::store
