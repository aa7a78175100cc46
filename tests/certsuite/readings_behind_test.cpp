#include "certsuite/readings_behind.h"

#include <chrono>
#include <string>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "schemas/units.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::testing::TempDir;
using std::chrono::seconds;

namespace {

UtcTime at(int second) {
  return UtcTime(seconds(second));
}

const Metric* metric() {
  return metrics::named("cpu_online_count");
}

Sample sample(int second, std::int64_t count) {
  return {0, metric(), at(second), count};
}

Devices one_device() {
  Devices devices(1);
  devices[0].id = "node";
  return devices;
}

LateReading late(int second, std::int64_t count) {
  auto row = reading_row(at(second), count);
  row.pop_back();
  return {"node", std::string(metric()->name), row};
}

std::string root_of(const std::string& rows) {
  MerkleTree tree;
  tree.add(merkle_leaf(
      leaf_heading({"node", std::string(metric()->name)}, to_string(metric()->unit)) + rows));
  return to_hex(tree.root());
}

/// A store with what was read before the kill: a told minute, and one that was not over.
struct Killed {
  TempDir dir;
  std::unique_ptr<Store> store;
  ReadingsBehind told{.until = at(120), .readings = 2, .late = {}};

  explicit Killed(const Samples& more = {}) {
    auto opened = Store::open(dir.at("s.db"), Store::Mode::create);
    REQUIRE(opened);
    store = *std::move(opened);
    REQUIRE(store->append(one_device(), {sample(60, 1), sample(61, 2), sample(121, 3)}));
    REQUIRE(store->append(one_device(), more));
  }
  [[nodiscard]] std::vector<JournalLine> lines() const {
    auto stretches = stretches_behind(told, *store);
    REQUIRE(stretches);
    return stretches->close_all();
  }
};

}  // namespace

TEST_CASE("readings behind: what no line tells yet is taken from the store", "[runner][journal]") {
  const Killed killed;
  const auto lines = killed.lines();
  REQUIRE(lines.size() == 1);
  const auto& kept = std::get<ReadingsKept>(lines[0]);
  CHECK(kept.from == at(120));
  CHECK(kept.root == root_of(reading_row(at(121), std::int64_t{3})));
}

TEST_CASE("readings behind: a late reading that is listed already is in no tree",
          "[runner][journal]") {
  Killed killed({sample(120, 4)});
  killed.told.late.readings = {late(120, 4)};
  const auto lines = killed.lines();
  REQUIRE(lines.size() == 1);
  CHECK(std::get<ReadingsKept>(lines[0]).root == root_of(reading_row(at(121), std::int64_t{3})));
}

TEST_CASE("readings behind: late ones that the kill kept from being listed are counted",
          "[runner][journal]") {
  Killed killed({sample(70, 5), sample(71, 6), sample(72, 7)});
  killed.told.late.readings = {late(70, 5)};
  SECTION("none of them counted before") {
    const auto lines = killed.lines();
    REQUIRE(lines.size() == 2);
    CHECK(std::get<ReadingsLate>(lines[1]) == ReadingsLate{{}, 2});
  }
  SECTION("one of them counted before") {
    killed.told.late.left_out = 1;
    CHECK(std::get<ReadingsLate>(killed.lines().at(1)) == ReadingsLate{{}, 1});
  }
}

TEST_CASE("readings behind: a store that lost told readings is not gone on with",
          "[runner][journal]") {
  Killed killed;
  killed.told.readings = 3;
  CHECK(stretches_behind(killed.told, *killed.store).error().message ==
        "the store has 2 readings where the journal tells of 3: some were lost");
}
