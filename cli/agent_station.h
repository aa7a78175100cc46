#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "cli/agent_config.h"
#include "cli/agent_readings.h"
#include "cli/agent_store.h"
#include "cli/probe_choice.h"
#include "probes/collector.h"
#include "probes/machine/file_tree.h"
#include "probes/machine/http_server.h"

namespace rackproof {

/// How often each probe is read: as the file says of it, else every `every`, or as seldom as it
/// asks for itself. And the rest of an agent's pace.
[[nodiscard]] CollectorPace agent_pace(const AgentConfig& config,
                                       const std::vector<std::unique_ptr<Probe>>& probes,
                                       std::string machine_id);

/// What a station hands every batch to. One that refuses keeps nothing from the others.
class AgentOutputs final : public SampleSink {
 public:
  explicit AgentOutputs(const Clock& clock) : clock_(clock), beat_(clock.monotonic()) {}

  Result<void> append(const Devices& devices, const Samples& samples) override;
  Result<void> append(const Events& events) override;
  Result<void> commit() override;

  /// Why the store does not take what is read, as of its last commit or refusal; "" = it does. Any
  /// thread.
  [[nodiscard]] std::string trouble() const;
  /// How long ago the last batch or commit was through. Any thread.
  [[nodiscard]] std::chrono::nanoseconds silence() const {
    return clock_.monotonic() - beat_.load();
  }

  std::unique_ptr<AgentStore> store;        ///< May be null. Changed before the first batch only.
  std::unique_ptr<AgentReadings> readings;  ///< The same.

 private:
  void judge(const Result<void>& done);

  const Clock& clock_;
  std::atomic<std::chrono::nanoseconds> beat_;
  mutable std::shared_mutex mutex_;
  std::string trouble_;
};

/// An agent at work under one configuration: probes, collector, store, server. One thread at a
/// time, but for what says otherwise.
class AgentStation {
 public:
  /// Opens what can be opened while another station is at work: the files that are named, the
  /// tree, the probes. The clock outlives it. Error{malformed, absent...} names what is wrong.
  static Result<std::unique_ptr<AgentStation>> prepare(const AgentConfig& config,
                                                       const Clock& clock);

  /// For prepare().
  AgentStation(AgentConfig config, ProbeChoice choice, FileTree files, const Clock& clock);
  ~AgentStation();
  AgentStation(const AgentStation&) = delete;
  AgentStation& operator=(const AgentStation&) = delete;
  AgentStation(AgentStation&&) = delete;
  AgentStation& operator=(AgentStation&&) = delete;

  /// Takes the inventory, opens the store and the address, and starts to collect. Once; no other
  /// station of this process may be at work.
  Result<void> begin();
  /// Ends everything in order, with all that was read committed; or says what the store could not
  /// take. Error{timed_out}: a way out hangs, and was left behind.
  Result<void> end();

  [[nodiscard]] const AgentConfig& config() const { return config_; }
  [[nodiscard]] const Inventory& inventory() const { return inventory_; }
  /// Where it is served; "" = nowhere.
  [[nodiscard]] std::string address() const { return server_ ? server_->address() : ""; }
  /// What the last writer of the store left undone; "" = nothing.
  [[nodiscard]] std::string recovery_note() const;
  /// Collector::rounds().
  [[nodiscard]] std::uint64_t rounds() const { return collector_ ? collector_->rounds() : 0; }
  [[nodiscard]] std::string trouble() const { return outputs_.trouble(); }

 private:
  /// What is served, one line a path (agent_station.cpp).
  struct Route;

  [[nodiscard]] ServedAnswer answer(const ServedRequest& request) const;
  [[nodiscard]] ServedAnswer health(const ServedRequest& request) const;
  [[nodiscard]] ServedAnswer metrics(const ServedRequest& request) const;

  AgentConfig config_;
  ProbeChoice choice_;  ///< Owns the site's metrics, which everything below may point to.
  FileTree files_;
  Host host_;
  std::vector<std::unique_ptr<Probe>> probes_;
  Inventory inventory_;
  AgentOutputs outputs_;
  std::unique_ptr<Collector> collector_;
  std::optional<HttpServer> server_;
};

}  // namespace rackproof
