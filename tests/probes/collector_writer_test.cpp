#include "probes/collector_writer.h"

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/collector_lane.h"
#include "probes/survey.h"
#include "schemas/catalogue.h"
#include "tests/support/fixture_host.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

/// What it was asked for, in order.
class TellingSink final : public SampleSink {
 public:
  Result<void> append(const Devices& devices, const Samples& samples) override {
    told += " samples of " + devices.at(samples.front().device).id;
    return refuses ? Result<void>(Error{ErrorKind::io, "disk full"}) : Result<void>();
  }
  Result<void> append(const Events& /*events*/) override {
    told += " events";
    return {};
  }
  Result<void> commit() override {
    told += " commit";
    return {};
  }

  std::string told;
  bool refuses = false;
};

struct Bench {
  explicit Bench(CollectorPace its_pace) : pace(std::move(its_pace)) {}

  testing::TempDir directory;
  testing::FixtureHost fixture{directory.path()};
  Inventory inventory;
  TellingSink sink;
  CollectorPace pace;
  CollectorWriter writer{fixture.host(), inventory, sink, pace, 0, 500ms};
};

CollectorWriter::Load load_of_one() {
  CollectorWriter::Load load;
  load.found.push_back(device_of("node/new", DeviceKind::sensor));
  load.batch.samples.push_back(
      {0, metrics::named("temperature_celsius"), UtcTime{}, std::int64_t{1}});
  load.batch.events.push_back({"node/new", UtcTime{}, "test", "code", Severity::info, "text", 1});
  return load;
}

TEST_CASE("collector writer: its rounds lie on a grid a tenth of a second behind the start",
          "[probes][collector]") {
  const Bench bench({.gather = 1s});
  CHECK(bench.writer.next_round(0s) == 600ms);
  CHECK(bench.writer.next_round(599ms) == 600ms);
  CHECK(bench.writer.next_round(600ms) == 1600ms);
  CHECK(bench.writer.next_round(7s) == 7600ms);
}

TEST_CASE("collector writer: in a fleet its rounds lie behind those of the machine's probes",
          "[probes][collector]") {
  const Bench bench({.machine_id = "0123456789abcdef0123456789abcdef", .gather = 1s});
  const auto tick = round_phase(bench.pace, 1s);
  CHECK(bench.writer.next_round(tick + 5s) == tick + 5s + 100ms);
}

TEST_CASE("collector writer: it commits on time, though a round comes a little early",
          "[probes][collector]") {
  Bench bench({.gather = 1s, .commit_every = 10s});
  CHECK(bench.writer.has_to_commit(100s));
  CHECK(!bench.writer.has_to_commit(101s));
  CHECK(!bench.writer.has_to_commit(109s));
  CHECK(bench.writer.has_to_commit(110s - 1ms));
  CHECK(!bench.writer.has_to_commit(119s));
  CHECK(bench.writer.has_to_commit(120s));
}

TEST_CASE("collector writer: who names no time commits only when asked to", "[probes][collector]") {
  Bench bench({.gather = 1s});
  CHECK(!bench.writer.has_to_commit(1000s));
}

TEST_CASE("collector writer: devices that were found, samples, events, and what is to last",
          "[probes][collector]") {
  Bench bench({.gather = 1s});
  auto load = load_of_one();
  load.commits = true;
  REQUIRE(bench.writer.write(std::move(load)));
  CHECK(bench.sink.told == " samples of node/new events commit");
}

TEST_CASE("collector writer: what the sink refuses is told, and is not made to last",
          "[probes][collector]") {
  Bench bench({.gather = 1s});
  bench.sink.refuses = true;
  auto load = load_of_one();
  load.commits = true;
  const auto kept = bench.writer.write(std::move(load));
  REQUIRE(!kept);
  CHECK(kept.error().message == "disk full");
  CHECK(bench.sink.told == " samples of node/new");
}

}  // namespace
}  // namespace rackproof
