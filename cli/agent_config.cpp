#include "cli/agent_config.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <utility>

#include "cli/agent_keep.h"
#include "probes/machine/clock.h"
#include "probes/machine/listening_socket.h"
#include "schemas/encoding.h"
#include "schemas/time.h"
#include "schemas/toml/reader.h"
#include "schemas/toml/tree.h"

namespace rackproof {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr double kShortestPeriod = 1;
constexpr double kLongestPeriod = 3600;
constexpr int kMostSeries = 10'000'000;

/// Reads one agent.toml.
class AgentReader {
 public:
  AgentReader(const TomlTable& table, const std::string& file, ReadAgentConfig& read)
      : top_(table, "agent file", read.findings),
        directory_(fs::absolute(file).parent_path()),
        config_(read.config),
        findings_(read.findings) {}

  void read() {
    if (const auto* agent = top_.table("agent")) {
      read_agent(*agent);
    }
    if (const auto* store = top_.table("store")) {
      read_store(*store);
    }
    if (const auto* listen = top_.table("listen")) {
      read_listen(*listen);
    }
    if (const auto* json_lines = top_.table("jsonl")) {
      read_json_lines(*json_lines);
    }
    read_pushes("push", PushKind::remote_write);
    read_pushes("otlp", PushKind::otlp);
    top_.finish();
    const auto& lines = config_.json_lines;
    if (findings_.empty() && config_.store.empty() && config_.listen.empty() &&
        lines.readings.empty() && lines.events.empty() && config_.pushes.empty()) {
      top_.error("store",
                 "or 'listen', 'push', 'otlp' or 'jsonl' is needed, or what is read would go "
                 "nowhere");
    }
  }

 private:
  void read_agent(const TomlTable& table);
  void read_periods(const TomlTable& table);
  void read_store(const TomlTable& table);
  void read_listen(const TomlTable& table);
  void read_exposition(TableReader& reader);
  void read_labels(const TomlTable& table);
  void read_json_lines(const TomlTable& table);
  void read_pushes(std::string_view key, PushKind kind);
  [[nodiscard]] std::string clash_of(const AgentPush& push) const;
  milliseconds period(TableReader& reader, const std::string& key, milliseconds fallback);

  [[nodiscard]] std::string path(const std::string& written) const {
    return written.empty() ? "" : (directory_ / written).lexically_normal().string();
  }

  TableReader top_;
  fs::path directory_;
  AgentConfig& config_;
  Findings& findings_;
};

void AgentReader::read_agent(const TomlTable& table) {
  TableReader reader(table, "[agent]", findings_);
  config_.every = period(reader, "every", config_.every);
  config_.probes = reader.texts("probes");
  config_.bmcs = path(reader.text("bmc"));
  config_.sources = path(reader.text("sources"));
  if (const auto root = path(reader.text("root")); !root.empty()) {
    config_.root = root;
  }
  if (const auto* periods = reader.table("periods")) {
    read_periods(*periods);
  }
  reader.finish();
}

/// Whether its keys name probes shows only beside the probes.
void AgentReader::read_periods(const TomlTable& table) {
  TableReader reader(table, "[agent.periods]", findings_);
  for (const auto& entry : table.entries) {
    config_.periods[entry.key] = period(reader, entry.key, milliseconds(0));
  }
}

void AgentReader::read_store(const TomlTable& table) {
  TableReader reader(table, "[store]", findings_);
  config_.store = path(reader.required_text("path"));
  config_.commit_every = period(reader, "commit_every", config_.commit_every);
  config_.keep = read_keep_rules(reader);
  reader.finish();
}

void AgentReader::read_listen(const TomlTable& table) {
  TableReader reader(table, "[listen]", findings_);
  config_.listen = reader.required_text("address");
  if (!config_.listen.empty()) {
    if (const auto fits = check_listen_address(config_.listen); !fits) {
      reader.error("address", "cannot be used: " + fits.error().message);
    }
  }
  read_exposition(reader);
  reader.finish();
}

/// docs/exposition.md
void AgentReader::read_exposition(TableReader& reader) {
  auto& exposition = config_.exposition;
  const auto most =
      reader.integer("most_series").value_or(static_cast<int>(exposition.most_series));
  if (most < 1 || most > kMostSeries) {
    reader.error("most_series", "is a number of 1 to " + std::to_string(kMostSeries));
  } else {
    exposition.most_series = static_cast<std::size_t>(most);
  }
  exposition.every_series = reader.boolean("every_series").value_or(exposition.every_series);
  for (const auto& word : reader.texts("compat")) {
    if (const auto set = value_of(kCompatSets, word)) {
      exposition.compat.push_back(*set);
    } else {
      reader.error("compat", "is a list of \"node_exporter\" and \"dcgm-exporter\"");
    }
  }
  if (const auto* labels = reader.table("labels")) {
    read_labels(*labels);
  }
}

/// Whether they can be put on every line is for the exposition to say.
void AgentReader::read_labels(const TomlTable& table) {
  TableReader reader(table, "[listen.labels]", findings_);
  for (const auto& entry : table.entries) {
    config_.exposition.labels.emplace_back(entry.key, reader.required_text(entry.key));
  }
  const auto before = findings_.size();
  const SystemClock clock;
  const auto made = Exposition::make(clock, config_.exposition, Inventory());
  if (!made && before == findings_.size()) {
    findings_.push_back(
        {LintLevel::error, table.where, "[listen.labels]: " + made.error().message});
  }
}

void AgentReader::read_json_lines(const TomlTable& table) {
  TableReader reader(table, "[jsonl]", findings_);
  config_.json_lines.readings = path(reader.text("readings"));
  config_.json_lines.events = path(reader.text("events"));
  if (config_.json_lines.readings.empty() && config_.json_lines.events.empty()) {
    reader.error("readings", "or 'events' is needed: the file that the lines go to");
  }
  for (const auto* key : {"readings", "events"}) {
    const auto file = path(reader.text(key));
    const bool other = key == std::string_view("events") && file == config_.json_lines.readings;
    if (!file.empty() && (other || file == config_.store)) {
      reader.error(key, "is the file of another way out: each has one of its own");
    }
  }
  reader.finish();
}

void AgentReader::read_pushes(std::string_view key, PushKind kind) {
  for (const auto* table : top_.tables(key)) {
    auto push = read_agent_push(*table, kind, directory_, findings_);
    if (const auto why = clash_of(push); !why.empty()) {
      findings_.push_back({LintLevel::error, table->where, "[[" + std::string(key) + "]]: " + why});
    }
    config_.pushes.push_back(std::move(push));
  }
}

/// Two of one name would be one device, two of one spool would wait for each other.
std::string AgentReader::clash_of(const AgentPush& push) const {
  for (const auto& other : config_.pushes) {
    if (!push.name.empty() && other.name == push.name) {
      return "another push is named '" + push.name + "'";
    }
    if (!push.spool.directory.empty() && other.spool.directory == push.spool.directory) {
      return "'spool' is that of push '" + other.name + "'";
    }
  }
  return "";
}

milliseconds AgentReader::period(TableReader& reader, const std::string& key,
                                 milliseconds fallback) {
  const auto given = reader.text(key);
  if (given.empty()) {
    return fallback;
  }
  const auto length = agent_period(given);
  if (length.count() == 0) {
    reader.error(key, "is a time of 1 s to 1 h, as \"1s\" or \"5m\"");
    return fallback;
  }
  return length;
}

/// A complaint that begins with "file:line: ", taken apart.
Finding finding_of(const Error& error, const std::string& file) {
  const auto& message = error.message;
  const auto end =
      message.starts_with(file + ":") ? message.find(": ", file.size() + 1) : std::string::npos;
  if (end == std::string::npos) {
    return {LintLevel::error, file, message};
  }
  return {LintLevel::error, message.substr(0, end), message.substr(end + 2)};
}

}  // namespace

milliseconds agent_period(std::string_view text) {
  const auto seconds = parse_duration_seconds(text);
  if (!seconds || *seconds < kShortestPeriod || *seconds > kLongestPeriod) {
    return milliseconds(0);
  }
  return milliseconds(static_cast<std::int64_t>(*seconds * 1000));
}

ReadAgentConfig read_agent_config(std::string_view text, const std::string& file) {
  ReadAgentConfig read;
  const auto tree = parse_toml(text, file);
  if (!tree) {
    read.findings.push_back(finding_of(tree.error(), file));
    return read;
  }
  AgentReader(*tree, file, read).read();
  return read;
}

}  // namespace rackproof
