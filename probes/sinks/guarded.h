#pragma once

#include <mutex>
#include <utility>

namespace rackproof {

/// A value that several threads share, reached only while its lock is held: the one lock of all
/// sinks. What is called within with() is short, waits for nothing, and keeps no reference to the
/// value.
template <typename Value>
class Guarded {
 public:
  explicit Guarded(Value value) : value_(std::move(value)) {}

  /// Gives what `call(value)` gives. Any thread; never from within another with() of the same.
  template <typename Call>
  auto with(const Call& call) {
    const std::lock_guard lock(mutex_);
    return call(value_);
  }
  template <typename Call>
  auto with(const Call& call) const {
    const std::lock_guard lock(mutex_);
    return call(value_);
  }

 private:
  mutable std::mutex mutex_;
  Value value_;
};

}  // namespace rackproof
