#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/net_loopback_run.h"
#include "probes/machine/stream_socket.h"
#include "schemas/catalogue.h"

namespace rackproof {

namespace {

/// Without progress for so long a connection inside one node is broken.
constexpr std::chrono::seconds kDeadline{5};

std::string name_of(const OwnAddress& address) {
  return address.text + " on " + address.interface;
}

class OwnConnection final : public NetPath {
 public:
  OwnConnection(std::string name, StreamPair pair)
      : name_(std::move(name)), pair_(std::move(pair)) {}

  [[nodiscard]] std::string name() const override { return name_; }
  Result<void> send(std::span<const std::byte> bytes) override { return pair_.from.send(bytes); }
  Result<void> receive(std::span<std::byte> bytes) override { return pair_.to.receive(bytes); }
  void give_up() override {
    pair_.from.give_up();
    pair_.to.give_up();
  }

 private:
  std::string name_;
  StreamPair pair_;
};

class NetLoopback final : public Workload {
 public:
  [[nodiscard]] std::string_view name() const override { return "net_loopback"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Sends stamped blocks over TCP from each of the node's own addresses to itself and "
           "compares every bit: finds a network stack, processors and memory that lose or change "
           "data. Such traffic stays in the kernel: no network card, cable or switch is tested.";
  }
  [[nodiscard]] std::vector<std::string_view> measurements() const override {
    return {metrics::named("net_loopback_bytes_per_second")->name,
            metrics::named("net_loopback_mismatch_count")->name};
  }
  [[nodiscard]] std::string needs(const Inventory& /*inventory*/) const override { return ""; }

  Result<WorkloadOutcome> run(const Effort& effort, WorkloadListener& listener) override {
    const auto addresses = own_addresses();
    if (!addresses) {
      return addresses.error();
    }
    std::vector<std::unique_ptr<NetPath>> paths;
    std::string refused;
    bool loopback = false;
    for (const auto& address : *addresses) {
      auto pair = connect_to_self(address, kDeadline);
      if (pair) {
        loopback = loopback || address.loopback;
        paths.push_back(std::make_unique<OwnConnection>(name_of(address), std::move(*pair)));
      } else {
        refused += (refused.empty() ? "" : "; ") + name_of(address) + ": " + pair.error().message;
      }
    }
    listener.fact({"addresses_not_tested", refused.empty() ? "none" : refused, ""});
    if (!loopback) {
      WorkloadOutcome outcome;
      outcome.skipped =
          "no loopback address to connect to" + (refused.empty() ? std::string() : ": " + refused);
      return outcome;
    }
    return run_net_loopback(effort, listener, paths);
  }
};

}  // namespace

std::unique_ptr<Workload> make_net_loopback() {
  return std::make_unique<NetLoopback>();
}

}  // namespace rackproof
