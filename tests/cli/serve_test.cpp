#include "cli/serve.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/memory_telemetry.h"

using namespace rackproof;
using namespace std::chrono_literals;

namespace {

/// So many nodes with a card each, read a minute ago.
struct Fleet {
  explicit Fleet(int nodes) : count(nodes) {}

  Result<std::unique_ptr<TelemetrySource>> open() const {
    if (is_broken) {
      return Error{ErrorKind::io, "the engine is away"};
    }
    auto source = std::make_unique<testing::MemoryTelemetry>();
    source->add(StoredMetric{"temperature_celsius", "Cel", "gauge"});
    for (int i = 0; i < count; ++i) {
      (*source)[{"n" + std::to_string(i) + "/card:0", "temperature_celsius"}] = {
          {clock.now() - 1min, 40.5 + i}};
    }
    return {std::move(source)};
  }

  ServedAnswer ask(const std::string& path,
                   std::vector<std::pair<std::string, std::string>> query = {}) {
    return answer_fleet(desk, clock, {.path = path, .query = std::move(query)});
  }

  int count;
  bool is_broken = false;
  SystemClock clock;
  TelemetryDesk desk{[this] { return open(); }, clock};
};

}  // namespace

TEST_CASE("serve: the fleet, one node of it, and the API of it", "[cli]") {
  Fleet fleet(3);
  const auto all = fleet.ask("/");
  CHECK(all.status == 200);
  CHECK(all.type == "text/html; charset=utf-8");
  CHECK(all.body.find("?node=n2") != std::string::npos);
  const auto one = fleet.ask("/", {{"node", "n1"}});
  CHECK(one.body.find("41.5 °C") != std::string::npos);
  CHECK(one.body.find("40.5 °C") == std::string::npos);
  CHECK(fleet.ask("/", {{"node", "n9"}}).status == 404);
  CHECK(fleet.ask("/api/v1/last").body.starts_with("{\"readings\":["));
  CHECK(fleet.ask("/healthz").body == "ok\n");
  CHECK(fleet.ask("/other").status == 404);
}

TEST_CASE("serve: of a single node its devices are the page", "[cli]") {
  Fleet fleet(1);
  const auto page = fleet.ask("/");
  CHECK(page.status == 200);
  CHECK(page.body.find("40.5 °C") != std::string::npos);
  CHECK(page.body.find("?node=") == std::string::npos);
}

TEST_CASE("serve: what cannot be read is told on every path", "[cli]") {
  Fleet fleet(1);
  fleet.is_broken = true;
  const auto page = fleet.ask("/");
  CHECK(page.status == 500);
  CHECK(page.body.find("the engine is away") != std::string::npos);
  CHECK(fleet.ask("/api/v1/last").status == 500);
  CHECK(fleet.ask("/healthz").status == 503);
}
