#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "probes/collector.h"
#include "probes/machine/clock.h"
#include "probes/probe.h"
#include "probes/sinks/push_door.h"
#include "probes/sinks/push_lane.h"
#include "probes/sinks/remote_write_codec.h"
#include "probes/sinks/spool.h"
#include "schemas/toml/finding.h"
#include "schemas/toml/tree.h"

namespace rackproof {

enum class PushKind { remote_write, otlp };

/// A [[push]] or [[otlp]] of agent.toml (docs/agent.md).
struct AgentPush {
  PushKind kind = PushKind::remote_write;
  std::string name;  ///< a-z, 0-9, '-' and '_': its device is "node/push:<name>".
  PushTarget target;
  SpoolSettings spool;
  std::vector<WriteLabel> labels =
      {};  ///< Of every series; "node" is the host's name unless given.
  std::chrono::milliseconds linger{1000};
  std::chrono::milliseconds replay{0};  ///< Of remote write only.
};

/// Paths are taken from `directory`. Reads nothing else; complaints go to `findings`.
AgentPush read_agent_push(const TomlTable& table, PushKind kind,
                          const std::filesystem::path& directory, Findings& findings);

/// A remote write as the command line asks for it: http plain, https known by `ca` (a PEM file).
/// Error{malformed} for a URL that cannot be used or a proof that does not go with it.
Result<AgentPush> push_of_options(const std::string& url, const std::string& ca,
                                  const std::string& spool);

/// One push at work. What it is asked it may be asked by any thread, as a sink it is one thread's.
struct WorkingPush {
  std::string name;
  std::unique_ptr<SampleSink> sink;
  std::function<PushState()> state;  ///< Outlived by the sink.
};

/// Starts sending what the spool holds. `clock` outlives it. Error{malformed} for settings that do
/// not go together, Error{denied} for a secret that is open to others and while another process has
/// the spool.
Result<WorkingPush> start_push(const AgentPush& push, const std::string& hostname,
                               const Clock& clock);

/// What keeps a push from delivering: the other end refuses, or takes nothing for half a minute. ""
/// = nothing does.
[[nodiscard]] std::string push_trouble(const PushState& state);

/// How a push goes, as readings of "node/push:<name>". `push` and `clock` outlive it.
[[nodiscard]] std::unique_ptr<Probe> make_push_probe(const WorkingPush& push, const Clock& clock);

}  // namespace rackproof
