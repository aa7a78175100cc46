#include <csignal>

#include <catch2/catch.hpp>

#include "probes/machine/clock.h"
#include "schemas/catalogue.h"
#include "schemas/store/store.h"
#include "tests/support/agent_process.h"
#include "tests/support/command_run.h"
#include "tests/support/filled_engine.h"
#include "tests/support/raw_http.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

CommandRun serve(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "serve");
  return run_command(add_serve_command, std::move(arguments));
}

/// A store that is still being written: one card's last temperature.
struct Written {
  Written() {
    auto opened = Store::open(path, Store::Mode::create);
    REQUIRE(opened);
    store = *std::move(opened);
    add(0, 40.5);
  }
  void add(int second, double celsius) const {
    Devices devices(1);
    devices[0].id = "node/card:0";
    const auto start = parse_utc("2026-11-21T05:17:00Z").value();
    REQUIRE(store->append(devices, Samples{{0, metrics::named("temperature_celsius"),
                                            start + std::chrono::seconds(second), celsius}}));
    REQUIRE(store->flush());
  }

  TempDir directory;
  std::string path = directory.at("samples.db");
  std::unique_ptr<Store> store;
};

/// Where it listens, once it says so.
std::string address_of(const AgentProcess& process) {
  REQUIRE(process.says("/\n"));
  const auto said = process.said();
  const auto at = said.find("http://") + 7;
  return said.substr(at, said.find('/', at) - at);
}

}  // namespace

TEST_CASE("serve: a store is served beside its writer until SIGTERM ends it with 0", "[cli]") {
  const Written written;
  AgentProcess process({"--store", written.path, "--listen", "127.0.0.1:0"}, "", "serve");
  const auto address = address_of(process);
  CHECK(body_of(raw_get(address, "/api/v1/last")).find(",40.5]") != std::string::npos);
  written.add(1, 41.5);
  CHECK(body_of(raw_get(address, "/api/v1/last")).find(",41.5]") != std::string::npos);
  CHECK(body_of(raw_get(address, "/")).find("41.5 °C") != std::string::npos);
  CHECK(status_of(raw_http(address, "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nx")) == 405);
  process.send(SIGTERM);
  CHECK(process.end() == 0);
  CHECK(process.said().find("SIGTERM: ends") != std::string::npos);
}

TEST_CASE("serve: an engine is served the same", "[cli]") {
  FilledSeries heat{
      {{"__name__", "rackproof_temperature_celsius"}, {"device", "node/card:0"}, {"node", "n1"}},
      {{std::chrono::duration_cast<std::chrono::milliseconds>(
            (SystemClock().now() - std::chrono::seconds(5)).time_since_epoch())
            .count(),
        47.5}}};
  const FilledEngine engine(FilledEngine::Make::victoria_metrics, {heat});
  AgentProcess process({"--engine", engine.settings().url, "--listen", "127.0.0.1:0"}, "", "serve");
  const auto address = address_of(process);
  CHECK(body_of(raw_get(address, "/api/v1/last")).find("\"n1/card:0\"") != std::string::npos);
  CHECK(body_of(raw_get(address, "/")).find("47.5 °C") != std::string::npos);
  process.send(SIGINT);
  CHECK(process.end() == 0);
}

TEST_CASE("serve: a wrong question is 2, a store that is missing and an address that is taken 3",
          "[cli]") {
  const Written written;
  CHECK(serve({}).exit_code == 2);
  CHECK(serve({"--store", written.directory.at("none.db")}).exit_code == 3);
  CHECK(serve({"--store", written.path, "--engine", "http://127.0.0.1:1"}).exit_code == 2);
  const auto address = serve({"--store", written.path, "--listen", "rack7:80"});
  CHECK(address.exit_code == 2);
  CHECK(address.complaints.find("--listen") != std::string::npos);
  CHECK(serve({"--engine", "http://127.0.0.1:1"}).exit_code == 3);
  AgentProcess holder({"--store", written.path, "--listen", "127.0.0.1:0"}, "", "serve");
  const auto taken = serve({"--store", written.path, "--listen", address_of(holder)});
  CHECK(taken.exit_code == 3);
  CHECK_FALSE(taken.complaints.empty());
}
