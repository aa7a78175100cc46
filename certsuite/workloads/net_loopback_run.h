#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "certsuite/workload.h"
#include "schemas/result.h"

namespace rackproof {

/// A way that bytes take through the network stack: a connection of this node to itself, or a
/// test's faulty stand-in. One thread sends while another receives.
class NetPath {
 public:
  virtual ~NetPath() = default;
  NetPath() = default;
  NetPath(const NetPath&) = delete;
  NetPath& operator=(const NetPath&) = delete;
  NetPath(NetPath&&) = delete;
  NetPath& operator=(NetPath&&) = delete;

  [[nodiscard]] virtual std::string name() const = 0;  ///< "127.0.0.1 on lo"
  virtual Result<void> send(std::span<const std::byte> bytes) = 0;
  virtual Result<void> receive(std::span<std::byte> bytes) = 0;
  /// Ends the waits of both ends; later calls fail.
  virtual void give_up() = 0;
};

/// Body of the workload: laps of stamped blocks, one path after another. Each block carries its
/// number on that path, a digest, and words that the seed gives; all of it is compared where it
/// arrives. A path that breaks is a wrong answer and is left out from then on. `paths` is not
/// empty.
Result<WorkloadOutcome> run_net_loopback(const Effort& effort, WorkloadListener& listener,
                                         const std::vector<std::unique_ptr<NetPath>>& paths);

}  // namespace rackproof
