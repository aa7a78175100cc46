#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/agent_push.h"
#include "probes/machine/file_tree.h"
#include "probes/sinks/exposition.h"
#include "probes/sinks/json_lines.h"
#include "schemas/store/keep_rules.h"
#include "schemas/toml/finding.h"

namespace rackproof {

/// What an agent was told to do, by agent.toml (docs/agent.md) or by its options.
struct AgentConfig {
  std::chrono::milliseconds every{1000};  ///< No probe is read more often, but by `periods`.
  std::string root = "/";                 ///< Captured tree to read instead.
  FileChanges changes = FileChanges::in_any_way;  ///< Of that tree; no file of ours says it.
  std::vector<std::string> probes = {};           ///< Empty = all.
  std::string bmcs = {};                          ///< Path; "" = none.
  std::string sources = {};                       ///< Path; "" = none.
  std::map<std::string, std::chrono::milliseconds, std::less<>> periods = {};  ///< By probe.

  std::string store = {};                         ///< Path; "" = nothing is stored.
  std::chrono::milliseconds commit_every{10000};  ///< The most that a crash may cost.
  KeepRules keep = {};                            ///< What the store forgets, and when.

  std::string listen = {};           ///< Address; "" = nothing is served.
  ExpositionConfig exposition = {};  ///< Of what is served at /metrics.

  JsonLinesConfig json_lines = {};
  std::vector<AgentPush> pushes = {};
};

struct ReadAgentConfig {
  AgentConfig config;  ///< Only of use where there are no findings.
  Findings findings;
};

/// `file` is the path of `text`: complaints name it, and relative paths within are taken from its
/// directory. Reads nothing else.
ReadAgentConfig read_agent_config(std::string_view text, const std::string& file);

/// The same, and what only shows in the files that it names and among the probes that they give:
/// what `agent --check` says. Warnings are of files that are not there yet and keep no agent from
/// its work.
Findings check_agent_config(std::string_view text, const std::string& file);
[[nodiscard]] bool holds_errors(const Findings& findings);

/// "1s", "500ms" is none: 1 s to 1 h, in words of parse_duration_seconds(). 0 for anything else.
[[nodiscard]] std::chrono::milliseconds agent_period(std::string_view text);

}  // namespace rackproof
