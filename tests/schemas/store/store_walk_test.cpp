#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "schemas/store/column.h"
#include "schemas/store/store.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::testing::TempDir;

namespace {

UtcTime at(int second) {
  return UtcTime(std::chrono::seconds(second));
}

Devices one_device() {
  Devices devices(1);
  devices[0].id = "node/a";
  return devices;
}

Samples readings(int first, int last) {
  Samples samples;
  for (int second = first; second <= last; ++second) {
    samples.push_back({0, metrics::named("temperature_celsius"), at(second), 1.5 * second});
  }
  return samples;
}

struct Walked {
  std::vector<std::size_t> points;  ///< Of each chunk.
  std::vector<std::int64_t> later;
};

Walked walk(Store& store, const std::string& device) {
  Walked walked;
  const auto done = store.walk(device, [&](const store::Columns& columns, std::int64_t later_ns) {
    walked.points.push_back(columns.points());
    walked.later.push_back(later_ns);
    return Result<void>();
  });
  CHECK(done);
  return walked;
}

}  // namespace

TEST_CASE("store: a walk gives every reading once and says what comes later", "[store]") {
  const TempDir dir;
  const auto devices = one_device();
  {
    auto store = Store::open(dir.at("s.db"), Store::Mode::create);
    REQUIRE(store);
    REQUIRE((*store)->append(devices, readings(10, 19)));
    REQUIRE((*store)->export_to(dir.at("first.db")));  // which ends a chunk
    REQUIRE((*store)->append(devices, readings(15, 17)));
    CHECK(walk(**store, "node/a").points.size() >= 1);
    REQUIRE((*store)->export_to(dir.at("both.db")));
    REQUIRE((*store)->close());
  }
  auto store = Store::open_immutable(dir.at("both.db"));
  REQUIRE(store);
  const auto walked = walk(**store, "node/a");
  std::size_t points = 0;
  for (const auto each : walked.points) {
    points += each;
  }
  CHECK(points == 13);
  REQUIRE_FALSE(walked.later.empty());
  CHECK(walked.later.back() == std::numeric_limits<std::int64_t>::max());
  if (walked.later.size() == 2) {
    CHECK(walked.later.front() == at(15).time_since_epoch().count());
  }
  CHECK(walk(**store, "node/none").points.empty());
}

TEST_CASE("store: a walk ends with the first error of who looks", "[store]") {
  const TempDir dir;
  auto store = Store::open(dir.at("s.db"), Store::Mode::create);
  REQUIRE(store);
  REQUIRE((*store)->append(one_device(), readings(1, 3)));
  const auto walked = (*store)->walk("node/a", [](const store::Columns&, std::int64_t) {
    return Result<void>(Error{ErrorKind::stale, "enough"});
  });
  CHECK(walked.error().message == "enough");
}
