#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>

#include <catch2/catch.hpp>

#include "schemas/store/store.h"
#include "tests/support/agent_process.h"
#include "tests/support/fixture_host.h"
#include "tests/support/program.h"
#include "tests/support/push_server.h"
#include "tests/support/raw_http.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

/// A small machine, a store and an address, all in one directory.
struct Site {
  TempDir directory;
  std::string store = directory.at("samples.db");

  std::string config(const std::string& more = "",
                     const std::string& listen = "127.0.0.1:0") const {
    return directory.write("agent.toml", "[agent]\nroot = \"" +
                                             fixture_path("small_virtual_machine").string() +
                                             "\"\n" + more + "[store]\npath = \"" + store +
                                             "\"\ncommit_every = \"1s\"\n" +
                                             "[listen]\naddress = \"" + listen + "\"\n");
  }
};

/// Devices that the store knows, once it knows any.
std::size_t devices_in(const std::string& path) {
  const auto store = Store::open(path, Store::Mode::read);
  REQUIRE(store);
  const auto devices = (*store)->devices();
  REQUIRE(devices);
  return devices->size();
}

bool comes_to_be_served(const std::string& address, const std::string& words) {
  const auto deadline = std::chrono::steady_clock::now() + 60s;
  while (std::chrono::steady_clock::now() < deadline) {
    if (raw_get(address, "/metrics").find(words) != std::string::npos) {
      return true;
    }
    std::this_thread::sleep_for(50ms);
  }
  return false;
}

}  // namespace

TEST_CASE("agent: it collects, stores and serves, and SIGTERM ends it with everything committed",
          "[cli][agent]") {
  const Site site;
  AgentProcess agent({"--config", site.config()});
  const auto address = agent.ready();
  REQUIRE_FALSE(address.empty());
  CHECK(comes_to_be_served(address, "rackproof_probe_success"));
  const auto scrape = raw_get(address, "/metrics");
  CHECK(status_of(scrape) == 200);
  CHECK(scrape.find("Content-Type: text/plain; version=0.0.4") != std::string::npos);
  CHECK(scrape.find("Vary: Accept, Accept-Encoding") != std::string::npos);
  const auto open = raw_http(address,
                             "GET /metrics HTTP/1.1\r\nHost: localhost\r\n"
                             "Accept: application/openmetrics-text; version=1.0.0\r\n\r\n");
  CHECK(open.find("Content-Type: application/openmetrics-text") != std::string::npos);
  CHECK(open.ends_with("# EOF\n"));
  const auto packed = raw_http(
      address, "GET /metrics HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n");
  CHECK(packed.find("Content-Encoding: gzip") != std::string::npos);
  CHECK(body_of(packed).starts_with("\x1f\x8b"));
  CHECK(body_of(raw_get(address, "/healthz")) == "ok\n");
  CHECK(status_of(raw_get(address, "/api/v2/anything")) == 404);
  agent.send(SIGTERM);
  CHECK(agent.manager().hears("STOPPING=1", 20s));
  CHECK(agent.end() == 0);
  CHECK(raw_get(address, "/metrics").empty());
  const auto store = Store::open(site.store, Store::Mode::read);
  REQUIRE(store);
  CHECK((*store)->recovery().closed_cleanly);
  const auto last = (*store)->last({"node/probe:inventory", "probe_success"});
  REQUIRE(last);
  CHECK(std::get<std::int64_t>(last->reading) == 1);
}

TEST_CASE("agent: SIGHUP reads the file anew, and the service manager follows", "[cli][agent]") {
  const Site site;
  AgentProcess agent({"--config", site.config()});
  agent.ready();
  site.config("probes = [\"cpu\"]\n");
  agent.send(SIGHUP);
  CHECK(agent.manager().hears("RELOADING=1\nMONOTONIC_USEC=", 20s));
  const auto address = agent.ready();
  CHECK(agent.says("holds from here on"));
  CHECK(comes_to_be_served(address, "node/probe:cpu"));
  CHECK(raw_get(address, "/metrics").find("node/probe:pressure") == std::string::npos);
  agent.send(SIGINT);
  CHECK(agent.end() == 0);
}

TEST_CASE("agent: a file with an error keeps the old configuration at work, and says so",
          "[cli][agent]") {
  const Site site;
  AgentProcess agent({"--config", site.config()});
  const auto address = agent.ready();
  for (const std::string wrong : {"evry = \"1s\"\n", "probes = [\"hwmom\"]\n", "every = 1s\n"}) {
    site.config(wrong);
    agent.send(SIGHUP);
    CHECK(agent.ready() == address);
  }
  CHECK(agent.says("goes on as before"));
  CHECK(agent.says("agent.toml:3: [agent]: unknown key 'evry' (did you mean 'every'?)"));
  CHECK(agent.says("no probe 'hwmom' (did you mean 'hwmon'?)"));
  CHECK(comes_to_be_served(address, "rackproof_probe_success"));
  agent.send(SIGTERM);
  CHECK(agent.end() == 0);
}

TEST_CASE("agent: an address that cannot be had keeps the old one at work", "[cli][agent]") {
  const Site site;
  const Site other;
  AgentProcess holder({"--config", other.config()});
  const auto taken = holder.ready();
  AgentProcess agent({"--config", site.config()});
  agent.ready();
  site.config("", taken);
  agent.send(SIGHUP);
  const auto address = agent.ready();
  CHECK(address != taken);
  CHECK(agent.says("SIGHUP: goes on as before: " + taken));
  CHECK(comes_to_be_served(address, "rackproof_probe_success"));
  agent.send(SIGTERM);
  CHECK(agent.end() == 0);
}

TEST_CASE("agent: the watchdog is fed while the writer comes round", "[cli][agent]") {
  const Site site;
  AgentProcess agent({"--config", site.config()}, "3000000");
  agent.ready();
  CHECK(agent.manager().hears("WATCHDOG=1", 60s));
  CHECK(agent.manager().hears("WATCHDOG=1", 60s));
  agent.send(SIGTERM);
  CHECK(agent.end() == 0);
}

TEST_CASE("agent: killed, it leaves a store that the next one opens and goes on with",
          "[cli][agent]") {
  const Site site;
  const auto config = site.config();
  {
    AgentProcess agent({"--config", config});
    const auto address = agent.ready();
    REQUIRE(comes_to_be_served(address, "rackproof_probe_success"));
    std::this_thread::sleep_for(2500ms);  // more than commit_every
    agent.send(SIGKILL);
    CHECK(agent.end() == -SIGKILL);
  }
  const auto before = devices_in(site.store);
  CHECK(before > 0);
  AgentProcess next({"--config", config});
  next.ready();
  CHECK(next.said().find("was not closed") != std::string::npos);
  next.send(SIGTERM);
  CHECK(next.end() == 0);
  CHECK(devices_in(site.store) >= before);
}

TEST_CASE("agent: options alone are enough for this machine, and SIGHUP changes nothing",
          "[cli][agent]") {
  const TempDir directory;
  AgentProcess agent(
      {"--store", directory.at("samples.db"), "--listen", "127.0.0.1:0", "--every", "2s"});
  const auto address = agent.ready();
  CHECK(comes_to_be_served(address, "node/probe:inventory"));
  agent.send(SIGHUP);
  CHECK(agent.ready() == address);
  CHECK(agent.says("there is no --config to be read anew"));
  agent.send(SIGTERM);
  CHECK(agent.end() == 0);
}

TEST_CASE("agent: --push alone sends to an engine, over a spool beside the store", "[cli][agent]") {
  const PushServer server;
  const TempDir directory;
  AgentProcess agent({"--store", directory.at("samples.db"), "--push", server.target().url});
  agent.ready();
  server.wait_for(1);
  CHECK(server.requests().front().headers.at("content-encoding") == "snappy");
  agent.send(SIGTERM);
  CHECK(agent.end() == 0);
  CHECK(std::filesystem::exists(directory.at("samples.db-push")));
}

TEST_CASE("agent: an engine that refuses what is sent is said with its words, and so is its end",
          "[cli][agent]") {
  const PushServer server;
  server.rules(R"([{"do": "status", "status": 401, "times": 1, "body": "the token ran out 1 s ago"},
                   {"do": "status", "status": 401, "times": 1, "body": "the token ran out 2 s ago"},
                   {"do": "status", "status": 401, "body": "the token ran out 4 s ago"}])");
  const TempDir directory;
  AgentProcess agent({"--store", directory.at("samples.db"), "--push", server.target().url},
                     "3000000");
  agent.ready();
  CHECK(agent.says("push:engine: what is sent is refused: "));
  CHECK(agent.manager().hears("push:engine: what is sent is refused: ", 20s));
  server.wait_for(3);
  const auto said = agent.said();
  CHECK(said.find("is refused") == said.rfind("is refused"));  // one line, whatever numbers it has
  server.rules("[]");
  CHECK(agent.says("all ways out work again"));
  agent.send(SIGTERM);
  CHECK(agent.end() == 0);
}

TEST_CASE("agent: --check answers 1 with every finding, 0 with none", "[cli][agent]") {
  const Site site;
  const auto good = run_program({"agent", "--check", site.config()});
  CHECK(good.exit_code == 0);
  const auto file = site.config("evry = \"1s\"\n");
  const auto bad = run_program({"agent", "--check", file});
  CHECK(bad.exit_code == 1);
  CHECK(bad.output == file + ":3: error: [agent]: unknown key 'evry' (did you mean 'every'?)\n");
  CHECK(run_program({"agent", "--check", site.directory.at("none.toml")}).exit_code == 2);
}

TEST_CASE("agent: what cannot be begun is said with the exit code that fits", "[cli][agent]") {
  const Site site;
  CHECK(run_program({"agent"}).exit_code == 2);
  CHECK(run_program({"agent", "--listen", "127.0.0.1:0", "--every", "0.1s"}).exit_code == 2);
  CHECK(run_program({"agent", "--listen", "rack7:80"}).exit_code == 2);
  CHECK(run_program({"agent", "--config", "a", "--store", "b"}).exit_code == 2);
  CHECK(run_program({"agent", "--push", "http://127.0.0.1:9/w"}).exit_code == 2);
  CHECK(run_program({"agent", "--push", "https://e/w", "--spool", "s"}).exit_code == 2);
  CHECK(run_program({"agent", "--spool", "s", "--listen", "127.0.0.1:0"}).exit_code == 2);
  CHECK(run_program({"agent", "--config", site.config("evry = \"1s\"\n")}).exit_code == 2);
  site.directory.write("samples.db", "no store, but somebody's file");
  CHECK(run_program({"agent", "--config", site.config()}).exit_code == 3);
}
