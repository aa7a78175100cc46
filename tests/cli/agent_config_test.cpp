#include "cli/agent_config.h"

#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/source_dir.h"

using namespace rackproof;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view kWhole = R"([agent]
every = "2s"
root = "machine"
probes = ["hwmon", "redfish"]
bmc = "bmcs.toml"
sources = "/etc/rackproof/sources.toml"

[agent.periods]
hwmon = "30s"

[store]
path = "samples.db"
commit_every = "5s"

[listen]
address = "127.0.0.1:9841"
)";

/// Lines of all findings, "line: text".
std::string complaints(const Findings& findings, const std::string& file) {
  std::string all;
  for (const auto& finding : findings) {
    CHECK(finding.severity == LintLevel::error);
    CHECK(finding.where.starts_with(file));
    all += finding.where.substr(file.size()) + ": " + finding.text + "\n";
  }
  return all;
}

std::string complaints(const std::string& text) {
  return complaints(read_agent_config(text, "/a/agent.toml").findings, "/a/agent.toml");
}

}  // namespace

TEST_CASE("agent file: every key is read, and paths are taken from its directory", "[cli][agent]") {
  const auto read = read_agent_config(kWhole, "/etc/site/agent.toml");
  REQUIRE(read.findings.empty());
  AgentConfig expected;
  expected.every = 2s;
  expected.root = "/etc/site/machine";
  expected.probes = {"hwmon", "redfish"};
  expected.bmcs = "/etc/site/bmcs.toml";
  expected.sources = "/etc/rackproof/sources.toml";
  expected.periods = {{"hwmon", 30s}};
  expected.store = "/etc/site/samples.db";
  expected.commit_every = 5s;
  expected.listen = "127.0.0.1:9841";
  CHECK(read.config.root == expected.root);
  CHECK(read.config.every == expected.every);
  CHECK(read.config.probes == expected.probes);
  CHECK(read.config.bmcs == expected.bmcs);
  CHECK(read.config.sources == expected.sources);
  CHECK(read.config.periods == expected.periods);
  CHECK(read.config.store == expected.store);
  CHECK(read.config.commit_every == expected.commit_every);
  CHECK(read.config.listen == expected.listen);
}

TEST_CASE("agent file: what is left out has a value that can be worked with", "[cli][agent]") {
  const auto read = read_agent_config("[listen]\naddress = \"127.0.0.1:0\"\n", "agent.toml");
  REQUIRE(read.findings.empty());
  CHECK(read.config.every == 1s);
  CHECK(read.config.root == "/");
  CHECK(read.config.commit_every == 10s);
  CHECK(read.config.store.empty());
}

TEST_CASE("agent file: an unknown key is an error with its line and the key that was meant",
          "[cli][agent]") {
  CHECK(complaints("[agent]\nevry = \"1s\"\n[store]\npath = \"x\"\n") ==
        ":2: [agent]: unknown key 'evry' (did you mean 'every'?)\n");
  CHECK(complaints("[stroe]\npath = \"x\"\n[listen]\naddress = \"*:1\"\n") ==
        ":1: agent file: unknown key 'stroe' (did you mean 'store'?)\n");
}

TEST_CASE("agent file: all that is wrong is said at once", "[cli][agent]") {
  const auto said = complaints(R"([agent]
every = "0.5s"
probes = "hwmon"
[agent.periods]
nvme = "2h"
[store]
[listen]
address = "rack7:80"
)");
  CHECK(said.find(":2: [agent]: 'every' is a time of 1 s to 1 h") != std::string::npos);
  CHECK(said.find(":3: [agent]: 'probes' must be a list of texts") != std::string::npos);
  CHECK(said.find(":5: [agent.periods]: 'nvme' is a time") != std::string::npos);
  CHECK(said.find(":6: [store]: 'path' is missing") != std::string::npos);
  CHECK(said.find(":8: [listen]: 'address' cannot be used") != std::string::npos);
}

TEST_CASE("agent file: an agent without a way out is refused", "[cli][agent]") {
  CHECK(complaints("[agent]\nevery = \"1s\"\n")
            .find("'store' or 'listen', 'push', 'otlp' or 'jsonl' is needed") != std::string::npos);
}

TEST_CASE("agent file: what is not TOML is said with its line", "[cli][agent]") {
  const auto read = read_agent_config("[agent]\nevery = \n", "agent.toml");
  REQUIRE(read.findings.size() == 1);
  CHECK(read.findings[0].where == "agent.toml:2");
}

TEST_CASE("agent file: a period is a time of one second to one hour", "[cli][agent]") {
  CHECK(agent_period("1s") == 1s);
  CHECK(agent_period("1.5s") == 1500ms);
  CHECK(agent_period("1h") == 1h);
  for (const auto* wrong : {"", "0s", "0.9s", "2h", "1", "soon", "-1s"}) {
    INFO(wrong);
    CHECK(agent_period(wrong) == 0ms);
  }
}

TEST_CASE("agent file: the one in the docs is without a complaint", "[cli][agent]") {
  const std::string file = rackproof::testing::source_dir() + "/tests/examples/agent/agent.toml";
  std::ifstream stream(file);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  REQUIRE_FALSE(text.empty());
  CHECK(check_agent_config(text, file).empty());
  const auto read = read_agent_config(text, file);
  CHECK(read.config.store == "/var/lib/rackproof/samples.db");
  CHECK(read.config.listen == "127.0.0.1:9841");
}

TEST_CASE("agent file: what is served can be shaped, and what cannot be put on a line is said",
          "[cli][agent]") {
  const auto read = read_agent_config(
      "[listen]\naddress = \"*:9841\"\nmost_series = 1000\nevery_series = true\n"
      "compat = [\"node_exporter\"]\n[listen.labels]\nsite = \"hall-3\"\n",
      "agent.toml");
  REQUIRE(read.findings.empty());
  CHECK(read.config.exposition.most_series == 1000);
  CHECK(read.config.exposition.every_series);
  CHECK(read.config.exposition.compat == std::vector{CompatSet::node_exporter});
  CHECK(read.config.exposition.labels.at(0) ==
        std::pair<std::string, std::string>("site", "hall-3"));
  const auto said = complaints(
      "[listen]\naddress = \"*:9841\"\nmost_series = 0\ncompat = [\"collectd\"]\n"
      "[listen.labels]\ndevice = \"mine\"\n");
  CHECK(said.find(":3: [listen]: 'most_series' is a number of 1 to") != std::string::npos);
  CHECK(said.find(":4: [listen]: 'compat' is a list of") != std::string::npos);
  CHECK(said.find("[listen.labels]: label 'device'") != std::string::npos);
}

TEST_CASE("agent file: JSON lines are a way out by themselves", "[cli][agent]") {
  const auto read = read_agent_config("[jsonl]\nevents = \"events.jsonl\"\n", "/a/agent.toml");
  REQUIRE(read.findings.empty());
  CHECK(read.config.json_lines.events == "/a/events.jsonl");
  CHECK(complaints("[jsonl]\n").find("'readings' or 'events' is needed") != std::string::npos);
  CHECK(complaints("[jsonl]\nreadings = \"a.jsonl\"\nevents = \"./a.jsonl\"\n") ==
        ":3: [jsonl]: 'events' is the file of another way out: each has one of its own\n");
  CHECK(complaints("[store]\npath = \"a\"\n[jsonl]\nreadings = \"a\"\n").starts_with(":4: "));
}
