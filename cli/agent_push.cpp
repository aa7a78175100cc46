#include "cli/agent_push.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <utility>

#include "probes/machine/http_url.h"
#include "probes/peer_proof_toml.h"
#include "probes/sinks/otlp.h"
#include "probes/sinks/remote_write.h"
#include "probes/survey.h"
#include "schemas/text.h"
#include "schemas/time.h"
#include "schemas/toml/reader.h"

namespace rackproof {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kLongestName = 32;
constexpr double kMostSpoolMib = 1 << 20;  ///< A tebibyte.
constexpr double kLongestAge = 366.0 * 86400;
constexpr double kLongestLinger = 60;
constexpr double kLongestReplay = 3600;
constexpr std::chrono::seconds kLongestWait{30};  ///< Shorter outages are nobody's concern.

bool is_name(std::string_view text) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789-_";
  return !text.empty() && text.size() <= kLongestName &&
         text.find_first_not_of(kLetters) == std::string_view::npos;
}

/// Reads one [[push]] or [[otlp]].
class PushReader {
 public:
  PushReader(const TomlTable& table, PushKind kind, std::filesystem::path directory,
             Findings& findings)
      : table_(table),
        reader_(table, kind == PushKind::otlp ? "[[otlp]]" : "[[push]]", findings),
        directory_(std::move(directory)),
        findings_(findings) {
    push_.kind = kind;
  }

  AgentPush read() {
    push_.name = reader_.required_text("name");
    if (!push_.name.empty() && !is_name(push_.name)) {
      reader_.error("name", "is made of a-z, 0-9, '-' and '_', at most 32 of them");
    }
    read_target();
    read_authority();
    read_spool();
    if (const auto* labels = reader_.table("labels")) {
      read_labels(*labels);
    }
    push_.linger = time("linger", push_.linger, kLongestLinger);
    if (push_.kind == PushKind::remote_write) {
      push_.replay = time("replay", push_.replay, kLongestReplay);
    }
    reader_.finish();
    return std::move(push_);
  }

 private:
  [[nodiscard]] std::string path(const std::string& written) const {
    return written.empty() ? "" : (directory_ / written).lexically_normal().string();
  }

  void read_target() {
    auto& target = push_.target;
    target.url = reader_.required_text("url");
    HttpPeer peer;
    PeerProofReader proof(table_, reader_, directory_, "the other end");
    proof.read_proof(peer);
    target.proof = peer.proof;
    target.anchor = peer.anchor;
    const auto url = parse_http_url(target.url);
    if (!target.url.empty() && !url) {
      reader_.error("url", "cannot be used: " + url.error().message);
    } else if (url) {
      peer.origin = url->origin;
      proof.check_origin(peer);
    }
    if (const auto* headers = reader_.table("headers")) {
      TableReader reader(*headers, reader_.what() + " headers", findings_);
      for (const auto& entry : headers->entries) {
        target.headers.push_back({entry.key, reader.required_text(entry.key)});
      }
    }
  }

  void read_authority() {
    auto& target = push_.target;
    target.client_certificate = path(reader_.text("client_certificate"));
    target.client_key = path(reader_.text("client_key"));
    target.bearer_token_file = path(reader_.text("bearer_token_file"));
    target.user = reader_.text("user");
    target.password_file = path(reader_.text("password_file"));
    if (target.client_certificate.empty() != target.client_key.empty()) {
      reader_.error("client_certificate", "and 'client_key' go together");
    }
    if (target.user.empty() != target.password_file.empty()) {
      reader_.error("user", "and 'password_file' go together");
    } else if (!target.user.empty() && !target.bearer_token_file.empty()) {
      reader_.error("user", "and 'bearer_token_file' are two ways to show who we are: give one");
    }
  }

  void read_spool() {
    push_.spool.directory = path(reader_.required_text("spool"));
    if (push_.spool.directory.ends_with('/')) {  // one directory has one name here
      push_.spool.directory.pop_back();
    }
    if (const auto mib = reader_.number("spool_mib")) {
      if (*mib < 1 || *mib > kMostSpoolMib) {
        reader_.error("spool_mib", "is a number of mebibytes from 1 to 1048576");
      } else {
        push_.spool.most_bytes = static_cast<std::uint64_t>(*mib * (1 << 20));
      }
    }
    const auto age = time("spool_age", push_.spool.most_age, kLongestAge);
    push_.spool.most_age = std::chrono::duration_cast<std::chrono::seconds>(age);
  }

  void read_labels(const TomlTable& table) {
    TableReader reader(table, reader_.what() + " labels", findings_);
    for (const auto& entry : table.entries) {
      if (!is_further_label(entry.key)) {
        reader.error(entry.key,
                     "cannot be a label: letters, digits and '_', none that a reading "
                     "has by itself");
      }
      push_.labels.push_back({entry.key, reader.required_text(entry.key)});
    }
  }

  /// "500ms" is none; at least a second.
  milliseconds time(std::string_view key, milliseconds fallback, double longest) {
    const auto given = reader_.text(key);
    if (given.empty()) {
      return fallback;
    }
    const auto seconds = parse_duration_seconds(given);
    if (!seconds || *seconds < 1 || *seconds > longest) {
      reader_.error(key, "is a time of 1 s to " + std::to_string(std::llround(longest)) +
                             " s, as \"15s\" or \"3d\"");
      return fallback;
    }
    return milliseconds(std::llround(*seconds * 1000));
  }

  const TomlTable& table_;
  TableReader reader_;
  std::filesystem::path directory_;
  Findings& findings_;
  AgentPush push_;
};

/// With the host's name where nobody named the node: two nodes are not one series.
std::vector<WriteLabel> labels_of(const AgentPush& push, const std::string& hostname) {
  auto labels = push.labels;
  if (!hostname.empty() && std::ranges::find(labels, "node", &WriteLabel::name) == labels.end()) {
    labels.push_back({"node", hostname});
  }
  return labels;
}

Result<WorkingPush> start_remote_write(const AgentPush& push, const std::string& hostname,
                                       const Clock& clock) {
  RemoteWriteSettings settings;
  settings.target = push.target;
  settings.spool = push.spool;
  settings.labels = labels_of(push, hostname);
  settings.linger = push.linger;
  settings.replay = push.replay;
  auto made = make_remote_write(settings, clock);
  if (!made) {
    return std::move(made).error();
  }
  const auto* sink = made->get();
  return WorkingPush{push.name, *std::move(made), [sink] { return sink->state().push; }};
}

Result<WorkingPush> start_otlp(const AgentPush& push, const std::string& hostname,
                               const Clock& clock) {
  OtlpSettings settings;
  settings.target = push.target;
  settings.spool = push.spool;
  for (const auto& label : labels_of(push, hostname)) {
    settings.resource.push_back({label.name == "node" ? "host.name" : label.name, label.value});
  }
  settings.linger = push.linger;
  auto made = make_otlp(settings, clock);
  if (!made) {
    return std::move(made).error();
  }
  const auto* sink = made->get();
  return WorkingPush{push.name, *std::move(made), [sink] { return sink->state(); }};
}

class PushProbe final : public Probe {
 public:
  PushProbe(const WorkingPush& push, const Clock& clock)
      : name_("push:" + push.name), state_(push.state), clock_(clock) {}

  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] std::chrono::milliseconds period() const override {
    return std::chrono::seconds(10);
  }
  Result<Discovery> discover() override {
    Discovery found;
    found.devices = {device_of(std::string(kNodeId) + "/" + name_, DeviceKind::probe)};
    return found;
  }
  Result<ProbeReading> read() override {
    ProbeReading reading;
    reading.samples = push_readings(state_(), 0, clock_.now());
    return reading;
  }

 private:
  std::string name_;
  std::function<PushState()> state_;
  const Clock& clock_;
};

}  // namespace

AgentPush read_agent_push(const TomlTable& table, PushKind kind,
                          const std::filesystem::path& directory, Findings& findings) {
  return PushReader(table, kind, directory, findings).read();
}

Result<AgentPush> push_of_options(const std::string& url, const std::string& ca,
                                  const std::string& spool) {
  const auto parsed = parse_http_url(url);
  if (!parsed) {
    return parsed.error();
  }
  const bool http = parsed->origin.starts_with("http:");
  if (http != ca.empty()) {
    return Error{ErrorKind::malformed,
                 http ? "--push-ca is for https, and the URL says http"
                      : "https needs --push-ca FILE; other ways to know an engine are told in "
                        "agent.toml (docs/agent.md)"};
  }
  AgentPush push;
  push.name = "engine";
  push.target.url = url;
  push.target.proof = http ? PeerProof::plain : PeerProof::ca_file;
  push.target.anchor = ca;
  push.spool.directory = spool;
  return push;
}

Result<WorkingPush> start_push(const AgentPush& push, const std::string& hostname,
                               const Clock& clock) {
  auto started = push.kind == PushKind::otlp ? start_otlp(push, hostname, clock)
                                             : start_remote_write(push, hostname, clock);
  if (!started) {
    return started.error().during("push '" + push.name + "'");
  }
  return started;
}

std::string push_trouble(const PushState& state) {
  if (state.refusing) {
    return "what is sent is refused: " + state.last_refusal;
  }
  return state.failing && state.spool.oldest_age >= kLongestWait
             ? "nothing is delivered: " + state.last_failure
             : "";
}

std::unique_ptr<Probe> make_push_probe(const WorkingPush& push, const Clock& clock) {
  return std::make_unique<PushProbe>(push, clock);
}

}  // namespace rackproof
