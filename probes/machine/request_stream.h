#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include <sys/types.h>

#include "probes/machine/descriptor.h"
#include "probes/machine/kept_connections.h"

namespace rackproof {

/// One request over a connection, and its answer: bytes in both directions until a moment that is
/// fixed when it begins, and of the request only so many. They are received and sent many at a
/// time, however few are read or written at once. One thread at a time.
class RequestStream {
 public:
  /// What `kept` has unread is read first. `stop` becomes readable when all is to end. Both outlive
  /// this.
  RequestStream(KeptConnection& kept, const Descriptor& stop, std::chrono::milliseconds patience,
                std::size_t request_bytes);

  /// As read(2); -1 at the end as well, when the time is over, and after `request_bytes`.
  ssize_t read(char* bytes, std::size_t size);
  /// Takes all of it, sent at the latest by flush(). False: the connection is broken, or too slow.
  bool write(std::string_view bytes);
  bool flush();

  [[nodiscard]] bool is_readable() const;
  [[nodiscard]] bool is_writable() const;
  [[nodiscard]] int socket() const { return kept_.socket.get(); }

  /// What came behind this request stays with the connection, for the next one.
  void leave_rest();
  /// Ends the connection so that the other end has the whole answer: what it is still sending is
  /// read away, or closing would take the answer back (close(2) with unread bytes resets).
  void see_off();

 private:
  using Steady = std::chrono::steady_clock;

  [[nodiscard]] bool has_unread() const { return place_ < kept_.unread.size(); }
  bool receive();
  bool send_all(std::string_view bytes);
  [[nodiscard]] bool goes_on_after(int failure, short events) const;
  [[nodiscard]] bool wait(short events) const;

  KeptConnection& kept_;
  const Descriptor& stop_;
  Steady::time_point deadline_;
  std::size_t budget_;     ///< Bytes that may still be read.
  std::size_t place_ = 0;  ///< Into what is unread.
  std::string gathered_;   ///< Written, and not yet sent.
};

}  // namespace rackproof
