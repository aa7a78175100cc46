#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "schemas/json/strict_json.h"
#include "schemas/store/store.h"
#include "tests/support/command_run.h"
#include "tests/support/filled_engine.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using testing::run_command;

namespace {

testing::CommandRun query(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "query");
  return run_command(add_query_command, std::move(arguments));
}

/// A store of one card's temperature, each second of two minutes from 05:17:00 on.
std::string small_store(const testing::TempDir& dir) {
  const auto path = dir.at("telemetry.db");
  auto store = Store::open(path, Store::Mode::create);
  REQUIRE(store);
  Devices devices(1);
  devices[0].id = "node/card:0";
  Samples samples;
  const auto start = parse_utc("2026-11-21T05:17:00Z").value();
  for (int i = 0; i < 120; ++i) {
    samples.push_back(
        {0, metrics::named("temperature_celsius"), start + std::chrono::seconds(i), 40.0 + i});
  }
  REQUIRE((*store)->append(devices, samples));
  REQUIRE((*store)->close());
  return path;
}

}  // namespace

TEST_CASE("query: windows out of a store file", "[cli]") {
  const testing::TempDir dir;
  const auto store = small_store(dir);
  const auto run =
      query({"--store", store, "--metric", "temperature_celsius", "--from", "2026-11-21T05:17:00Z",
             "--to", "2026-11-21T05:19:00Z", "--step", "1m", "--stat", "p99"});
  CHECK(run.exit_code == 0);
  CHECK(run.complaints.empty());
  CHECK_THAT(run.output, Catch::EndsWith("node/card:0\n"
                                         "  2026-11-21T05:17:00Z            99 Cel\n"
                                         "  2026-11-21T05:18:00Z            159 Cel\n"));
}

TEST_CASE("query: --json, --csv and --last are read from the command line", "[cli]") {
  const testing::TempDir dir;
  const auto store = small_store(dir);
  const auto json =
      query({"--store", store, "--metric", "temperature_celsius", "--last", "--json"});
  CHECK(json.exit_code == 0);
  const auto document = parse_strict_json(json.output);
  REQUIRE(document);
  CHECK(*document->find("queries")->if_array()->front().find("statistic")->if_string() == "last");
  const auto csv = query({"--store", store, "--metric", "temperature_celsius", "--last", "--csv",
                          "--device", "*card*"});
  CHECK_THAT(csv.output, Catch::EndsWith("node/card:0,temperature_celsius,Cel,159,\r\n"));
}

TEST_CASE("query: a store that is not there, or is none, is no wrong question", "[cli]") {
  const testing::TempDir dir;
  for (const auto& path : {dir.at("none.db"), dir.write("text.db", "no store"), dir.at("")}) {
    for (const char* const asked : {"--last", "--json"}) {
      const auto run = query({"--store", path, "--metric", "temperature_celsius", asked});
      CHECK(run.exit_code == 3);
      CHECK(run.output.empty());
      CHECK_THAT(run.complaints, Catch::Contains(path));
    }
  }
}

TEST_CASE("query: what is wrong on the command line is a usage error", "[cli]") {
  const testing::TempDir dir;
  const auto store = small_store(dir);
  CHECK(query({"--store", store}).exit_code == 2);
  CHECK(query({"--metric", "temperature_celsius"}).exit_code == 2);
  CHECK(query({"--store", store, "--metric", "temperature_celsius", "--last", "--step", "1m"})
            .exit_code == 2);
  CHECK(query({"--store", store, "--metric", "temperature_celsius", "--since", "1h", "--from",
               "2026-11-21T05:17:00Z"})
            .exit_code == 2);
  const auto mistyped = query({"--store", store, "--metric", "temperature"});
  CHECK(mistyped.exit_code == 2);
}

TEST_CASE("query: the same out of a real engine", "[cli]") {
  constexpr std::int64_t kStart = 1'736'899'200'000;  // 2025-01-15T00:00:00Z
  testing::FilledSeries heat{
      {{"__name__", "rackproof_temperature_celsius"}, {"device", "node/card:0"}, {"node", "n1"}},
      {}};
  for (int i = 0; i < 120; ++i) {
    heat.samples.emplace_back(kStart + i * 1000, 40 + i);
  }
  const testing::FilledEngine engine(testing::FilledEngine::Make::victoria_metrics, {heat});
  const auto url = engine.settings().url;
  const auto run =
      query({"--engine", url, "--metric", "temperature_celsius", "--from", "2025-01-15T00:00:00Z",
             "--to", "2025-01-15T00:02:00Z", "--step", "1m", "--stat", "p99"});
  CHECK(run.complaints.empty());
  CHECK(run.exit_code == 0);
  CHECK_THAT(run.output, Catch::EndsWith("n1/card:0\n"
                                         "  2025-01-15T00:00:00Z            99 Cel\n"
                                         "  2025-01-15T00:01:00Z            159 Cel\n"));
  const auto mistyped = query({"--engine", url, "--metric", "temprature_celsius"});
  CHECK(mistyped.exit_code == 2);
  CHECK(query({"--engine", url, "--metric", "temperature_celsius", "--since", "1m"}).exit_code ==
        1);
  CHECK(query({"--engine", url, "--store", "x.db", "--metric", "temperature_celsius"}).exit_code ==
        2);
}
