#include "probes/sample_queue.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace rackproof {

bool SampleQueue::push(Batch batch) {
  const auto size = batch.samples.size() + batch.events.size();
  if (size > limit_ - held_) {
    dropped_ += static_cast<std::int64_t>(size);
    return false;
  }
  if (size == 0) {
    return true;
  }
  held_ += size;
  ++pushed_;
  if (held_back_.samples.empty()) {
    held_back_.samples = std::move(batch.samples);
  } else {
    std::ranges::move(batch.samples, std::back_inserter(held_back_.samples));
  }
  std::ranges::move(batch.events, std::back_inserter(held_back_.events));
  return true;
}

Batch SampleQueue::take_all() {
  held_ = 0;
  return std::exchange(held_back_, {});
}

}  // namespace rackproof
