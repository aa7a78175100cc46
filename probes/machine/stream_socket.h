#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "probes/machine/descriptor.h"
#include "schemas/result.h"

namespace rackproof {

/// An IPv4 or IPv6 address of this node on an interface that is up.
struct OwnAddress {
  std::string text;       ///< "127.0.0.1", "fe80::1".
  std::string interface;  ///< "lo", "eth0".
  bool loopback = false;  ///< Of the loopback interface.
  unsigned scope = 0;     ///< Interface index that a link-local IPv6 address needs; else 0.
};

/// All of them, in the system's order (getifaddrs(3)).
Result<std::vector<OwnAddress>> own_addresses();

/// One end of a TCP connection. One thread at a time; the two ends may be on different threads.
class StreamSocket {
 public:
  StreamSocket() = default;
  explicit StreamSocket(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}

  /// All of `bytes`, or Error{timed_out} after a deadline without progress, Error{io} for a
  /// connection that broke.
  Result<void> send(std::span<const std::byte> bytes) const;
  /// The same; a connection that the other end closed is Error{io}.
  Result<void> receive(std::span<std::byte> bytes) const;
  /// Wakes whoever waits at either end; nothing more is sent or received.
  void give_up() const;

 private:
  Descriptor descriptor_;
};

struct StreamPair {
  StreamSocket from;
  StreamSocket to;
};

/// A TCP connection from `address` to itself, over a port that the system picks and that listens
/// for this one connection only. `deadline` bounds the connecting, and later every wait for
/// progress. Such a connection never leaves the kernel.
Result<StreamPair> connect_to_self(const OwnAddress& address, std::chrono::milliseconds deadline);

}  // namespace rackproof
