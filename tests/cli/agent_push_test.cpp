#include "cli/agent_push.h"

#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include <catch2/catch.hpp>

#include "cli/agent_station.h"
#include "probes/machine/clock.h"
#include "tests/support/fixture_host.h"
#include "tests/support/metrics_engine.h"
#include "tests/support/push_server.h"
#include "tests/support/temp_dir.h"
#include "tests/support/write_request_reader.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

AgentPush read_push(const std::string& text, Findings& findings,
                    PushKind kind = PushKind::remote_write) {
  const auto tree = parse_toml(text, "/a/agent.toml");
  REQUIRE(tree);
  return read_agent_push(*tree, kind, "/a", findings);
}

std::string complaints(const std::string& text, PushKind kind = PushKind::remote_write) {
  Findings findings;
  read_push(text, findings, kind);
  std::string all;
  for (const auto& finding : findings) {
    all += finding.text + "\n";
  }
  return all;
}

constexpr auto kWhole = R"(name = "central"
url = "https://engine:8428/api/v1/write"
ca = "ca.pem"
client_certificate = "/etc/me.pem"
client_key = "me.key"
bearer_token_file = "token"
headers = { X-Scope-OrgID = "7" }
spool = "spool"
spool_mib = 64
spool_age = "2d"
labels = { site = "fra1", rack = "r7" }
linger = "5s"
replay = "15s"
)";

std::string small(const std::string& further) {
  return "name = \"a\"\nurl = \"http://127.0.0.1:9/w\"\ninsecure = \"plain\"\nspool = \"s\"\n" +
         further;
}

bool comes_true(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + 60s;
  while (!condition() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(50ms);
  }
  return condition();
}

/// An agent on a captured machine that pushes to one place and does nothing else.
AgentConfig pushing_to(const PushTarget& target, const TempDir& directory) {
  AgentConfig config;
  config.root = fixture_path("small_virtual_machine").string();
  config.commit_every = 1s;
  AgentPush push;
  push.name = "central";
  push.target = target;
  push.spool.directory = directory.at("spool");
  push.labels = {{"node", "n17"}, {"site", "fra1"}};
  config.pushes.push_back(push);
  return config;
}

std::unique_ptr<AgentStation> begun(const AgentConfig& config, const Clock& clock) {
  auto station = AgentStation::prepare(config, clock);
  REQUIRE(station);
  const auto started = (*station)->begin();
  INFO((started ? "" : started.error().message));
  REQUIRE(started);
  return *std::move(station);
}

/// Whether the server was told a number of this metric, from the device.
bool was_told(const PushServer& server, const std::string& metric, const std::string& device) {
  for (const auto& request : server.requests()) {
    for (const auto& sample : read_write_request(request.body)) {
      const bool ours = sample.name() == metric && sample.labels.at("device") == device;
      if (ours) {
        return sample.labels.at("node") == "n17" && sample.labels.at("site") == "fra1";
      }
    }
  }
  return false;
}

}  // namespace

TEST_CASE("agent push: a table is read whole, its paths from the file's directory",
          "[cli][agent]") {
  Findings findings;
  const auto push = read_push(kWhole, findings);
  REQUIRE(findings.empty());
  CHECK(push.name == "central");
  CHECK(push.target.url == "https://engine:8428/api/v1/write");
  CHECK(push.target.proof == PeerProof::ca_file);
  CHECK(push.target.anchor == "/a/ca.pem");
  CHECK(push.target.client_certificate == "/etc/me.pem");
  CHECK(push.target.client_key == "/a/me.key");
  CHECK(push.target.bearer_token_file == "/a/token");
  REQUIRE(push.target.headers.size() == 1);
  CHECK(push.target.headers[0].name == "X-Scope-OrgID");
  CHECK(push.spool.directory == "/a/spool");
  CHECK(push.spool.most_bytes == std::uint64_t{64} << 20U);
  CHECK(push.spool.most_age == std::chrono::hours(48));
  CHECK(push.labels.size() == 2);
  CHECK(push.linger == 5s);
  CHECK(push.replay == 15s);
}

TEST_CASE("agent push: what does not go together is told", "[cli][agent]") {
  CHECK(complaints(small("")).empty());
  CHECK(complaints(small("user = \"me\"\n")).find("'password_file' go together") !=
        std::string::npos);
  CHECK(complaints(small("client_key = \"k\"\n")).find("'client_key' go together") !=
        std::string::npos);
  CHECK(complaints(small("user = \"me\"\npassword_file = \"p\"\nbearer_token_file = \"t\"\n"))
            .find("give one") != std::string::npos);
  CHECK(complaints(small("ca = \"ca.pem\"\n")).find("exactly one of them") != std::string::npos);
  CHECK(complaints("name = \"a\"\nurl = \"https://e/w\"\ninsecure = \"plain\"\nspool = \"s\"\n")
            .find("asks for http") != std::string::npos);
  CHECK(complaints(small("spool_mib = 0\n")).find("mebibytes") != std::string::npos);
  CHECK(complaints(small("linger = \"2h\"\n")).find("1 s to 60 s") != std::string::npos);
  CHECK(complaints(small("labels = { device = \"x\" }\n")).find("cannot be a label") !=
        std::string::npos);
  CHECK(complaints(small("labels = { __name__ = \"x\" }\n")).find("cannot be a label") !=
        std::string::npos);
  CHECK(complaints(small("replai = \"15s\"\n")).find("did you mean 'replay'") != std::string::npos);
  CHECK_FALSE(complaints(small("replay = \"15s\"\n"), PushKind::otlp).empty());
  CHECK(complaints("url = \"x\"\n").find("'name'") != std::string::npos);
}

TEST_CASE("agent push: of a URL alone, http goes plain and https only to whom a file knows",
          "[cli][agent]") {
  const auto http = push_of_options("http://vm:8428/api/v1/write", "", "/s");
  REQUIRE(http);
  CHECK(http->kind == PushKind::remote_write);
  CHECK(http->target.proof == PeerProof::plain);
  CHECK(http->spool.directory == "/s");
  const auto https = push_of_options("https://vm/api/v1/write", "/a/ca.pem", "/s");
  REQUIRE(https);
  CHECK(https->target.proof == PeerProof::ca_file);
  CHECK(https->target.anchor == "/a/ca.pem");
  CHECK(push_of_options("https://vm/api/v1/write", "", "/s").error().message.find("--push-ca") !=
        std::string::npos);
  CHECK_FALSE(push_of_options("http://vm/api/v1/write", "/a/ca.pem", "/s"));
  CHECK_FALSE(push_of_options("vm:8428", "", "/s"));
  CHECK_FALSE(push_of_options("http://me:word@vm/api/v1/write", "", "/s"));
}

TEST_CASE("agent push: an agent pushes what it reads, and how the push goes", "[cli][agent]") {
  const PushServer server;
  const TempDir directory;
  const SystemClock clock;
  const auto station = begun(pushing_to(server.target(), directory), clock);
  CHECK(comes_true([&] { return was_told(server, "rackproof_cpu_online_count", "node"); }));
  CHECK(comes_true(
      [&] { return was_told(server, "rackproof_push_samples_waiting", "node/push:central"); }));
  CHECK(station->trouble().empty());
  CHECK(station->end());
}

TEST_CASE("agent push: an engine that is away costs nothing, and gets all when it is back",
          "[cli][agent]") {
  PushServer server;
  server.kill();
  const TempDir directory;
  const SystemClock clock;
  const auto station = begun(pushing_to(server.target(), directory), clock);
  CHECK(comes_true([&] { return station->rounds() > 3; }));
  server.start();
  CHECK(comes_true([&] { return was_told(server, "rackproof_cpu_online_count", "node"); }));
  CHECK(station->end());
}

TEST_CASE("agent push: a real VictoriaMetrics has what the agent read", "[cli][agent]") {
  const MetricsEngine engine(MetricsEngine::Make::victoria_metrics);
  const TempDir directory;
  const SystemClock clock;
  const auto station = begun(pushing_to(engine.target(), directory), clock);
  CHECK(comes_true([&] {
    const auto now =
        std::chrono::duration_cast<std::chrono::milliseconds>(clock.now().time_since_epoch());
    return engine.now_of("rackproof_cpu_online_count{node=\"n17\",site=\"fra1\"}", now.count()) ==
           1;
  }));
  CHECK(station->end());
}

TEST_CASE("agent push: two of one name, or of one spool, are refused", "[cli][agent]") {
  const auto complaint = [](const std::string& second) {
    const auto read =
        read_agent_config("[[push]]\n" + small("") + "[[otlp]]\n" + second, "/a/agent.toml");
    return read.findings.empty() ? "" : read.findings.front().text;
  };
  CHECK(complaint(small("")).find("another push is named 'a'") != std::string::npos);
  CHECK(complaint("name = \"b\"\nurl = \"http://127.0.0.1:9/w\"\ninsecure = \"plain\"\n"
                  "spool = \"./s/\"\n")
            .find("'spool' is that of push 'a'") != std::string::npos);
  CHECK(complaint("name = \"b\"\nurl = \"http://127.0.0.1:9/w\"\ninsecure = \"plain\"\n"
                  "spool = \"t\"\n")
            .empty());
}
