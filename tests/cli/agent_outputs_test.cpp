#include "cli/agent_outputs.h"

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/survey.h"
#include "schemas/catalogue.h"
#include "tests/support/frozen_clock.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace std::chrono_literals;

namespace {

constexpr auto kMetric = metrics::named("temperature_celsius");

class NoSink final : public SampleSink {
 public:
  Result<void> append(const Devices& /*devices*/, const Samples& /*samples*/) override {
    return {};
  }
  Result<void> append(const Events& /*events*/) override { return {}; }
};

struct Bench {
  std::unique_ptr<AgentOutputs> opened() {
    auto outputs = AgentOutputs::open(config, clock, inventory);
    REQUIRE(outputs);
    return *std::move(outputs);
  }
  Result<void> feed(AgentOutputs& outputs) {
    const Samples samples{{0, kMetric, clock.now(), std::int64_t{40}}};
    auto done = outputs.append(Devices{the_node()}, samples);
    return done ? outputs.commit() : done;
  }

  testing::TempDir directory;
  testing::FrozenClock clock;
  Inventory inventory;
  AgentConfig config;
};

}  // namespace

TEST_CASE("agent outputs: there are as many as the configuration names", "[cli][agent]") {
  Bench bench;
  CHECK(bench.opened()->states().empty());
  bench.config.store = bench.directory.at("samples.db");
  bench.config.listen = "127.0.0.1:0";
  bench.config.json_lines.events = bench.directory.at("events.jsonl");
  const auto outputs = bench.opened();
  REQUIRE(outputs->states().size() == 3);
  REQUIRE(bench.feed(*outputs));
  CHECK(outputs->trouble().empty());
  REQUIRE(outputs->exposition() != nullptr);
  CHECK(outputs->exposition()->text(ExpositionFormat::prometheus).find("} 40\n") !=
        std::string::npos);
  REQUIRE(outputs->close());
  const auto store = Store::open(bench.config.store, Store::Mode::read);
  REQUIRE(store);
  CHECK((*store)->last({"node", "temperature_celsius"}));
}

TEST_CASE("agent outputs: one that refuses is named, and the others take what comes",
          "[cli][agent]") {
  Bench bench;
  bench.config.store = bench.directory.at("samples.db");
  bench.config.json_lines.readings = bench.directory.at("nowhere/readings.jsonl");
  const auto outputs = bench.opened();
  REQUIRE(bench.feed(*outputs));  // nothing given to all of them ever fails
  CHECK(outputs->trouble().starts_with("jsonl: "));
  std::filesystem::create_directory(bench.directory.at("nowhere"));
  REQUIRE(bench.feed(*outputs));
  CHECK(outputs->trouble().empty());
  REQUIRE(outputs->close());
}

TEST_CASE("agent outputs: a push that delivers nothing is told by name, and is no trouble of ours",
          "[cli][agent]") {
  Bench bench;
  PushState away;
  std::vector<WorkingPush> pushes;
  for (const auto* name : {"near", "far"}) {
    pushes.push_back({name, std::make_unique<NoSink>(), [&away] { return away; }});
  }
  const auto outputs =
      AgentOutputs::open(bench.config, bench.clock, bench.inventory, std::move(pushes));
  REQUIRE(outputs);
  CHECK((*outputs)->push_trouble().empty());
  away.failing = true;
  away.last_failure = "connection refused";
  away.spool.oldest_age = 29s;
  CHECK((*outputs)->push_trouble().empty());
  away.spool.oldest_age = 30s;
  CHECK((*outputs)->push_trouble() ==
        "push:near: nothing is delivered: connection refused; "
        "push:far: nothing is delivered: connection refused");
  CHECK((*outputs)->trouble().empty());
  away.failing = false;  // a backlog that is being sent is as old, and no trouble
  CHECK((*outputs)->push_trouble().empty());
}

TEST_CASE(
    "agent outputs: a store that cannot commit is in trouble until it can, not until the "
    "next batch",
    "[cli][agent]") {
  Bench bench;
  bench.config.store = bench.directory.at("samples.db");
  const auto outputs = bench.opened();
  REQUIRE(bench.feed(*outputs));
  const auto thief = Store::open(bench.config.store, Store::Mode::append);
  REQUIRE(thief);
  REQUIRE(bench.feed(*outputs));
  const auto trouble = outputs->trouble();
  CHECK(trouble.starts_with("store: "));
  const Samples samples{{0, kMetric, bench.clock.now() + 1s, std::int64_t{41}}};
  REQUIRE(outputs->append(Devices{the_node()}, samples));
  CHECK(outputs->trouble() == trouble);
  CHECK_FALSE(outputs->close());
}

TEST_CASE("agent outputs: silence is measured from the last batch, on a clock that never steps",
          "[cli][agent]") {
  Bench bench;
  const auto outputs = bench.opened();
  bench.clock.advance(5s);
  CHECK(outputs->silence() == 5s);
  REQUIRE(bench.feed(*outputs));
  CHECK(outputs->silence() == 0s);
  bench.clock.step_wall(1h);
  CHECK(outputs->silence() == 0s);
}
