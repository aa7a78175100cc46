#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/agent_config.h"
#include "cli/agent_outputs.h"
#include "cli/probe_choice.h"
#include "probes/collector.h"
#include "probes/machine/file_tree.h"
#include "probes/machine/http_server.h"
#include "reports/telemetry_desk.h"

namespace rackproof {

/// How often each probe is read: as the file says of it, else every `every`, or as seldom as it
/// asks for itself. And the rest of an agent's pace.
[[nodiscard]] CollectorPace agent_pace(const AgentConfig& config,
                                       const std::vector<std::unique_ptr<Probe>>& probes,
                                       std::string machine_id);

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
  /// station of this process may be at work. `beat` as of take_inventory().
  Result<void> begin(const std::function<void()>& beat = {});
  /// Ends everything in order, with all that was read committed; or says what the store could not
  /// take. Error{timed_out}: a way out hangs, and was left behind.
  Result<void> end();

  [[nodiscard]] const AgentConfig& config() const { return config_; }
  [[nodiscard]] const Inventory& inventory() const { return inventory_; }
  /// Where it is served; "" = nowhere.
  [[nodiscard]] std::string address() const { return server_ ? server_->address() : ""; }
  /// What the last writer of the store left undone; "" = nothing.
  [[nodiscard]] std::string recovery_note() const {
    return outputs_ ? outputs_->recovery_note() : "";
  }
  /// Collector::rounds().
  [[nodiscard]] std::uint64_t rounds() const { return collector_ ? collector_->rounds() : 0; }
  /// Gives back the memory of what nobody asks for any more; now and then.
  void close_unused_readers() {
    if (desk_) {
      desk_->close_unused();
    }
  }
  /// AgentOutputs::trouble().
  [[nodiscard]] std::string trouble() const { return outputs_ ? outputs_->trouble() : ""; }
  /// The same, and AgentOutputs::push_trouble(): what people are to be told.
  [[nodiscard]] std::string complaints() const;

 private:
  /// What is served, one line a path (agent_station.cpp).
  struct Route;

  Result<std::vector<WorkingPush>> start_pushes();
  [[nodiscard]] ServedAnswer answer(const ServedRequest& request) const;
  [[nodiscard]] ServedAnswer health(const ServedRequest& request) const;
  [[nodiscard]] ServedAnswer metrics(const ServedRequest& request) const;
  [[nodiscard]] ServedAnswer telemetry(const ServedRequest& request) const;

  AgentConfig config_;
  ProbeChoice choice_;  ///< Owns the site's metrics, which everything below may point to.
  FileTree files_;
  Host host_;
  std::vector<std::unique_ptr<Probe>> probes_;
  Inventory inventory_;
  std::unique_ptr<AgentOutputs> outputs_;  ///< Since the beginning.
  std::unique_ptr<Collector> collector_;
  std::unique_ptr<TelemetryDesk> desk_;  ///< Reads the store beside its writer; may be null.
  std::optional<HttpServer> server_;
};

}  // namespace rackproof
