#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "probes/machine/descriptor.h"
#include "schemas/result.h"

namespace rackproof {

/// A connection of somebody who asks us, between two of its requests.
struct KeptConnection {
  Descriptor socket;
  std::string unread = {};  ///< Bytes that came behind the last request.
  std::size_t asked = 0;    ///< Requests so far.
  std::uint64_t id = 0;     ///< KeptConnections' own.
};

struct KeptLimits {
  std::size_t most = 64;  ///< Over it the one that was silent for longest is shut.
  std::chrono::milliseconds patience{15000};  ///< What says nothing for so long is shut.
};

/// The connections on which nobody is saying anything, the new ones among them: they cost a
/// descriptor and no thread. Several threads wait for the next one that speaks. Any thread, but for
/// moving.
class KeptConnections {
 public:
  /// New connections come from `listener`, which is made non-blocking; `stop` becomes readable when
  /// all is to end. Both outlive this.
  static Result<std::unique_ptr<KeptConnections>> open(const Descriptor& listener,
                                                       const Descriptor& stop,
                                                       const KeptLimits& limits = {});

  /// For open().
  KeptConnections(Descriptor poll, const Descriptor& listener, const Descriptor& stop,
                  const KeptLimits& limits);

  /// One on which there is something to read, were it only its end; null once all is to end.
  std::unique_ptr<KeptConnection> next();
  /// Keeps it until it says something again.
  void keep(std::unique_ptr<KeptConnection> connection);

  [[nodiscard]] std::size_t count() const;

 private:
  using Steady = std::chrono::steady_clock;
  struct Held {
    std::unique_ptr<KeptConnection> connection;
    Steady::time_point since;
  };

  [[nodiscard]] int patience() const;
  void shut(std::map<std::uint64_t, Held>::iterator held);
  void shut_silent();
  void accept_one();
  std::unique_ptr<KeptConnection> take(std::uint64_t id);

  Descriptor poll_;
  const Descriptor& listener_;
  const Descriptor& stop_;
  KeptLimits limits_;
  mutable std::mutex mutex_;            ///< Of what follows.
  std::map<std::uint64_t, Held> held_;  ///< By id.
  std::uint64_t last_id_;
};

}  // namespace rackproof
