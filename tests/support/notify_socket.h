#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "probes/machine/descriptor.h"

namespace rackproof::testing {

/// The end of a service manager: a datagram socket that NOTIFY_SOCKET may name.
class NotifySocket {
 public:
  /// A path, or an abstract name where it begins with '@'.
  explicit NotifySocket(std::string name);

  [[nodiscard]] const std::string& name() const { return name_; }
  /// The next message, "" where none comes within `patience`.
  [[nodiscard]] std::string next(std::chrono::milliseconds patience) const;
  /// True when a message that holds `words` comes before `patience` is over; others are passed by.
  [[nodiscard]] bool hears(const std::string& words, std::chrono::milliseconds patience) const;

 private:
  std::string name_;
  Descriptor socket_;
};

}  // namespace rackproof::testing
