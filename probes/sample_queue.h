#pragma once

#include <cstddef>
#include <cstdint>

#include "schemas/event.h"
#include "schemas/sample.h"

namespace rackproof {

/// What one pass of one probe leaves for the writer. Sample::device indexes the collector's list.
struct Batch {
  Samples samples;
  Events events;
};

/// Bounded and without a lock of its own: the collector holds one around it. Counts what it could
/// not take.
class SampleQueue {
 public:
  explicit SampleQueue(std::size_t limit) : limit_(limit) {}

  /// False when samples and events together would pass the limit: the batch is dropped whole.
  bool push(Batch batch);
  /// Everything as one batch, in order of arrival; the queue is empty afterwards.
  Batch take_all();

  [[nodiscard]] bool empty() const { return held_ == 0; }
  /// Batches ever taken in; empty ones are none.
  [[nodiscard]] std::uint64_t pushed() const { return pushed_; }
  /// Samples and events ever refused.
  [[nodiscard]] std::int64_t dropped() const { return dropped_; }

 private:
  std::size_t limit_;
  std::size_t held_ = 0;  ///< Samples and events.
  std::uint64_t pushed_ = 0;
  std::int64_t dropped_ = 0;
  Batch held_back_;
};

}  // namespace rackproof
