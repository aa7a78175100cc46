#include "cli/health.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "probes/machine/clock.h"
#include "schemas/catalogue.h"
#include "schemas/json/strict_json.h"
#include "schemas/store/store.h"
#include "tests/support/command_run.h"
#include "tests/support/filled_engine.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using testing::run_command;

namespace {

constexpr int kSeconds = 600;
constexpr int kPeriod = 10;

testing::CommandRun health(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "health");
  return run_command(add_health_command, std::move(arguments));
}

/// One question of any accelerator: it is present.
std::string small_reference(const testing::TempDir& dir) {
  return dir.write("small.toml",
                   "[reference]\n"
                   "id = \"small\"\n"
                   "revision = 1\n"
                   "title = \"one card\"\n"
                   "status = \"draft\"\n"
                   "must_judge = [\"inventory\"]\n"
                   "\n"
                   "[[criterion]]\n"
                   "id = \"card-present\"\n"
                   "class = \"inventory\"\n"
                   "on = \"accelerator\"\n"
                   "metric = \"device_present\"\n"
                   "statistic = \"min\"\n"
                   "at_least = { value = 1, unit = \"1\", basis = \"derived\", source = \"it was "
                   "there\" }\n"
                   "min_samples = 2\n"
                   "required = true\n"
                   "\n"
                   "[[criterion]]\n"
                   "id = \"card-errors\"\n"
                   "class = \"memory\"\n"
                   "on = \"accelerator\"\n"
                   "metric = \"hbm_ecc_uncorrectable_total\"\n"
                   "statistic = \"growth\"\n"
                   "at_most = { value = 0, unit = \"1\", basis = \"derived\", source = \"lost "
                   "data\" }\n"
                   "min_samples = 2\n"
                   "required = true\n");
}

Devices node_with_card() {
  Devices devices(2);
  devices[0].id = "node";
  devices[1].id = "node/card:0";
  devices[1].kind = DeviceKind::accelerator;
  devices[1].parent = "node";
  return devices;
}

/// A store of ten minutes that end `ago` before now; `errors` are counted in its last minute.
std::string store_of(const testing::TempDir& dir, std::chrono::seconds ago, std::int64_t errors) {
  const auto path = dir.at("health" + std::to_string(ago.count()) + ".db");
  auto store = Store::open(path, Store::Mode::create);
  REQUIRE(store);
  Samples samples;
  const auto end = SystemClock().now() - ago;
  for (int i = kSeconds; i > 0; i -= kPeriod) {
    const auto at = end - std::chrono::seconds(i);
    samples.push_back({1, metrics::named("device_present"), at, std::int64_t{1}});
    samples.push_back(
        {1, metrics::named("hbm_ecc_uncorrectable_total"), at, std::int64_t{i <= 60 ? errors : 0}});
  }
  REQUIRE((*store)->append(node_with_card(), samples));
  REQUIRE((*store)->close());
  return path;
}

/// What an agent of one node pushes: its devices, and a card that is read every ten seconds until
/// `silent` before now.
void push_node(std::vector<testing::FilledSeries>& all, const std::string& node, int errors,
               std::chrono::seconds silent) {
  const std::map<std::string, std::string> place{{"site", "fra1"}, {"node", node}};
  const auto series = [&place](std::map<std::string, std::string> labels) {
    labels.insert(place.begin(), place.end());
    return testing::FilledSeries{std::move(labels), {}};
  };
  auto host = series({{"__name__", "rackproof_device_info"}, {"device", "node"}, {"kind", "node"}});
  auto card = series({{"__name__", "rackproof_device_info"},
                      {"device", "node/card:0"},
                      {"kind", "accelerator"},
                      {"parent", "node"}});
  auto present = series({{"__name__", "rackproof_device_present"}, {"device", "node/card:0"}});
  auto counted =
      series({{"__name__", "rackproof_hbm_ecc_uncorrectable_total"}, {"device", "node/card:0"}});
  using std::chrono::milliseconds;
  const auto end = std::chrono::floor<milliseconds>(SystemClock().now() - silent);
  for (int i = kSeconds; i >= 0; i -= kPeriod) {
    const auto at = (end - std::chrono::seconds(i)).time_since_epoch().count();
    host.samples.emplace_back(at, 1);
    card.samples.emplace_back(at, 1);
    present.samples.emplace_back(at, 1);
    counted.samples.emplace_back(at, i <= 60 ? errors : 0);
  }
  all.insert(all.end(), {host, card, present, counted});
}

std::string state_in(const JsonValue& document, const std::string& node) {
  for (const auto& entry : *document.find("nodes")->if_array()) {
    if (*entry.find("node")->if_string() == node) {
      return *entry.find("state")->if_string();
    }
  }
  return "not there";
}

}  // namespace

TEST_CASE("health: a store is judged by a reference of the site's own", "[cli]") {
  const testing::TempDir dir;
  const auto reference = small_reference(dir);
  const auto well =
      health({"--store", store_of(dir, std::chrono::seconds(5), 0), "--reference", reference});
  INFO(well.output << well.complaints);
  CHECK(well.exit_code == 0);
  CHECK_THAT(well.output, Catch::StartsWith("HEALTHY    node  by small: 1 device, 2 answers"));
  const auto ill =
      health({"--store", store_of(dir, std::chrono::seconds(6), 2), "--reference", reference});
  CHECK(ill.exit_code == 1);
  CHECK_THAT(ill.output,
             Catch::Contains("card-errors: growth of hbm_ecc_uncorrectable_total is 2"));
}

TEST_CASE("health: a store that is no longer written is unknown, and what is empty has no data",
          "[cli]") {
  const testing::TempDir dir;
  const auto reference = small_reference(dir);
  const auto old =
      health({"--store", store_of(dir, std::chrono::hours(3), 0), "--reference", reference});
  CHECK(old.exit_code == 1);
  CHECK_THAT(old.output, Catch::StartsWith("UNKNOWN    node") &&
                             Catch::Contains("nothing of it is read; the last reading was 3 h 00"));
  const auto path = dir.at("empty.db");
  {
    auto store = Store::open(path, Store::Mode::create);
    REQUIRE(store);
    REQUIRE((*store)->close());
  }
  const auto empty = health({"--store", path});
  CHECK(empty.exit_code == 1);
  CHECK_THAT(empty.complaints, Catch::Contains("no data to judge health on"));
}

TEST_CASE("health: a store that is not there, or is none, is no wrong question", "[cli]") {
  const testing::TempDir dir;
  CHECK(health({"--store", dir.at("none.db")}).exit_code == 3);
  CHECK(health({"--store", dir.write("text.db", "no store")}).exit_code == 3);
}

TEST_CASE("health: what is wrong on the command line is a usage error", "[cli]") {
  const testing::TempDir dir;
  const auto store = store_of(dir, std::chrono::seconds(5), 0);
  CHECK(health({"--store", store, "--engine", "http://127.0.0.1:1"}).exit_code == 2);
  CHECK(health({"--store", store, "--since", "5s"}).exit_code == 2);
  CHECK(health({"--store", store, "--reference", dir.at("none.toml")}).exit_code == 2);
  CHECK(health({"--engine", "http://127.0.0.1:1"}).exit_code == 3);
  CHECK(health({"--engine", "no url"}).exit_code == 2);
  CHECK(health({"--mistyped"}).exit_code == 2);
}

TEST_CASE("health: a fleet in either real engine: well, with errors, silent, late and long gone",
          "[cli]") {
  const testing::TempDir dir;
  const auto reference = small_reference(dir);
  std::vector<testing::FilledSeries> series;
  push_node(series, "well", 0, std::chrono::seconds(0));
  push_node(series, "late", 0, std::chrono::seconds(30));  // as far as an engine may lag
  push_node(series, "errors", 3, std::chrono::seconds(0));
  push_node(series, "silent", 0, std::chrono::seconds(300));
  push_node(series, "yesterday", 0, std::chrono::hours(26));
  push_node(series, "gone", 0, std::chrono::hours(24 * 20));
  using Make = testing::FilledEngine::Make;
  const auto make = GENERATE(Make::victoria_metrics, Make::prometheus);
  const testing::FilledEngine engine(make, series);
  const auto run = health({"--engine", engine.settings().url, "--reference", reference, "--json"});
  INFO(run.output << run.complaints);
  CHECK(run.exit_code == 1);
  const auto document = parse_strict_json(run.output);
  REQUIRE(document);
  CHECK(*document->find("state")->if_string() == "UNHEALTHY");
  CHECK(document->find("nodes")->if_array()->size() == 5);
  CHECK(state_in(*document, "fra1/well") == "HEALTHY");
  CHECK(state_in(*document, "fra1/late") == "HEALTHY");
  CHECK(state_in(*document, "fra1/errors") == "UNHEALTHY");
  CHECK(state_in(*document, "fra1/silent") == "UNKNOWN");
  CHECK(state_in(*document, "fra1/yesterday") == "UNKNOWN");
  REQUIRE(document->find("forgotten")->if_array()->size() == 1);
  CHECK(*document->find("forgotten")->if_array()->front().if_string() == "fra1/gone");
  CHECK(*document->find("nodes")->if_array()->front().find("node")->if_string() == "fra1/errors");
}

TEST_CASE("health: an engine of healthy nodes is exit 0, one without any is exit 1", "[cli]") {
  const testing::TempDir dir;
  const auto reference = small_reference(dir);
  std::vector<testing::FilledSeries> series;
  push_node(series, "a", 0, std::chrono::seconds(0));
  push_node(series, "b", 0, std::chrono::seconds(10));
  const testing::FilledEngine fleet(testing::FilledEngine::Make::victoria_metrics, series);
  const auto well = health({"--engine", fleet.settings().url, "--reference", reference});
  INFO(well.output << well.complaints);
  CHECK(well.exit_code == 0);
  CHECK_THAT(well.output, Catch::Contains("HEALTHY: 2 nodes, 2 healthy"));
  const testing::FilledEngine empty(testing::FilledEngine::Make::victoria_metrics, {});
  const auto nothing = health({"--engine", empty.settings().url});
  CHECK(nothing.exit_code == 1);
  CHECK_THAT(nothing.complaints, Catch::Contains("no data to judge health on"));
}
