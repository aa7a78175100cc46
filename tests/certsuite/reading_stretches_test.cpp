#include "certsuite/reading_stretches.h"

#include <chrono>
#include <string>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "schemas/merkle.h"
#include "schemas/units.h"

using namespace rackproof;
using std::chrono::seconds;

namespace {

UtcTime at(int second) {
  return UtcTime(seconds(second));
}

Devices two_devices() {
  Devices devices(2);
  devices[0].id = "node/b";
  devices[1].id = "node/a";
  return devices;
}

const Metric* metric() {
  return metrics::named("cpu_online_count");
}

Sample sample(DeviceHandle device, int second, std::int64_t count) {
  return {device, metric(), at(second), count};
}

Sha256Digest leaf(const std::string& device, const std::string& rows) {
  const SeriesKey key{device, std::string(metric()->name)};
  return merkle_leaf(leaf_heading(key, to_string(metric()->unit)) + rows);
}

}  // namespace

TEST_CASE("stretches: each minute comes to a tree over its series, sorted", "[runner][journal]") {
  ReadingStretches stretches(std::nullopt);
  const auto devices = two_devices();
  stretches.take(devices, {sample(0, 60, 1), sample(1, 60, 2), sample(0, 61, 3)});
  stretches.take(devices, {sample(1, 120, 4)});
  CHECK_FALSE(stretches.is_due(at(149)));
  CHECK(stretches.close(at(149)).empty());
  const auto lines = stretches.close(at(150));
  REQUIRE(lines.size() == 1);
  const auto& kept = std::get<ReadingsKept>(lines[0]);
  CHECK(kept.from == at(60));
  CHECK(kept.until == at(120));
  CHECK(kept.series == 2);
  CHECK(kept.readings == 3);
  MerkleTree tree;
  tree.add(leaf("node/a", reading_row(at(60), std::int64_t{2})));
  tree.add(
      leaf("node/b", reading_row(at(60), std::int64_t{1}) + reading_row(at(61), std::int64_t{3})));
  CHECK(kept.root == to_hex(tree.root()));
  CHECK(stretches.close_all().size() == 1);
}

TEST_CASE("stretches: what comes late or out of order is told word for word", "[runner][journal]") {
  ReadingStretches stretches(at(60));
  const auto devices = two_devices();
  stretches.take(devices, {sample(0, 59, 1), sample(0, 70, 2), sample(0, 65, 3)});
  const auto lines = stretches.close_all();
  REQUIRE(lines.size() == 2);
  CHECK(std::get<ReadingsKept>(lines[0]).readings == 1);
  const auto& late = std::get<ReadingsLate>(lines[1]);
  REQUIRE(late.readings.size() == 2);
  CHECK(late.readings[0] == LateReading{"node/b", "cpu_online_count", "59000000000\ti1"});
  CHECK(late.readings[1].row == "65000000000\ti3");
  CHECK(late.left_out == 0);
}

TEST_CASE("stretches: more that is late than may be listed is counted", "[runner][journal]") {
  ReadingStretches stretches(at(60));
  const auto devices = two_devices();
  for (std::size_t i = 0; i < ReadingStretches::kMostLate + 3; ++i) {
    stretches.take(devices, {sample(0, 1, 1)});
  }
  const auto lines = stretches.close_all();
  REQUIRE(lines.size() == 1);
  CHECK(std::get<ReadingsLate>(lines[0]).readings.size() == ReadingStretches::kMostLate);
  CHECK(std::get<ReadingsLate>(lines[0]).left_out == 3);
}

TEST_CASE("stretches: what an earlier process read goes into the same tree", "[runner][journal]") {
  const auto devices = two_devices();
  ReadingStretches whole(std::nullopt);
  whole.take(devices, {sample(0, 60, 1), sample(0, 61, 2)});
  ReadingStretches halves(std::nullopt);
  halves.take({"node/b", std::string(metric()->name)}, std::string(to_string(metric()->unit)),
              {{at(60), std::int64_t{1}}});
  halves.take(devices, {sample(0, 61, 2)});
  CHECK(whole.close_all() == halves.close_all());
}

TEST_CASE("stretches: a handle of another list of devices is another device", "[runner][journal]") {
  ReadingStretches stretches(std::nullopt);
  auto devices = two_devices();
  stretches.take(devices, {sample(0, 60, 1)});
  devices[0].id = "node/c";
  stretches.take(devices, {sample(0, 61, 1)});
  CHECK(std::get<ReadingsKept>(stretches.close_all().at(0)).series == 2);
}
