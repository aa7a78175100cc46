#include "certsuite/margin_watch.h"

#include <vector>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "schemas/statistics.h"
#include "tests/support/plan_parts.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

constexpr auto kTriad = metrics::named("mem_triad_bytes_per_second");

Device memory() {
  Device device;
  device.id = "node/memory";
  device.kind = DeviceKind::memory;
  return device;
}

Architecture floor_of(double bytes_per_second, Statistic statistic = Statistic::p05) {
  Criterion criterion;
  criterion.id = "bandwidth";
  criterion.on = DeviceKind::memory;
  criterion.metric = std::string(kTriad->name);
  criterion.measurement = true;
  criterion.during = "triad";
  criterion.statistic = statistic;
  criterion.at_least = quantity(bytes_per_second, Unit::byte_per_second);
  Architecture reference;
  reference.criteria = {criterion};
  return reference;
}

}  // namespace

TEST_CASE("margins: the worst is relative to the limit, negative past it", "[margins]") {
  const auto reference = floor_of(100, Statistic::min);
  MarginWatch watch(reference);
  watch.begin_phase("triad");
  CHECK_FALSE(watch.worst());
  watch.take(memory(), *kTriad, 150);
  REQUIRE(watch.worst());
  CHECK(watch.worst()->relative == Approx(0.5));
  CHECK(watch.worst()->criterion == "bandwidth");
  CHECK(watch.worst()->device == "node/memory");
  watch.take(memory(), *kTriad, 80);
  CHECK(watch.worst()->relative == Approx(-0.2));
}

TEST_CASE("margins: a low percentile forgives one bad window in many", "[margins]") {
  const auto reference = floor_of(100);
  MarginWatch watch(reference);
  watch.begin_phase("triad");
  watch.take(memory(), *kTriad, 50);
  for (int i = 0; i < 99; ++i) {
    watch.take(memory(), *kTriad, 120);
  }
  CHECK(watch.worst()->relative == Approx(0.2));
}

TEST_CASE("margins: the percentile followed is the one that will be judged", "[margins]") {
  const auto reference = floor_of(100);
  MarginWatch watch(reference);
  watch.begin_phase("triad");
  std::vector<double> values{50};
  values.resize(20, 120);
  for (const double value : values) {
    watch.take(memory(), *kTriad, value);
  }
  CHECK(statistic_of(Statistic::p05, values) == 50);
  CHECK(watch.worst()->relative == Approx(-0.5));
}

TEST_CASE("margins: another phase, another part and a limit of 0 have none", "[margins]") {
  const auto reference = floor_of(100);
  MarginWatch watch(reference);
  watch.begin_phase("other");
  watch.take(memory(), *kTriad, 50);
  auto disk = memory();
  disk.kind = DeviceKind::disk;
  watch.begin_phase("triad");
  watch.take(disk, *kTriad, 50);
  CHECK_FALSE(watch.worst());

  const auto zero = floor_of(0);
  MarginWatch nothing(zero);
  nothing.begin_phase("triad");
  nothing.take(memory(), *kTriad, 50);
  CHECK_FALSE(nothing.worst());
}

TEST_CASE("margins: a limit that is a share of a part is followed, one of no part is not",
          "[margins]") {
  auto reference = floor_of(0.85, Statistic::min);
  reference.criteria[0].at_least = quantity(0.85, Unit::ratio);
  reference.criteria[0].at_least->of = "part.memory.bandwidth";
  MarginWatch none(reference);
  none.begin_phase("triad");
  none.take(memory(), *kTriad, 170);
  CHECK_FALSE(none.worst());

  Part part;
  part.kind = DeviceKind::memory;
  part.quantities["bandwidth"] = quantity(100, Unit::byte_per_second);
  reference.parts = {part};
  MarginWatch watch(reference);
  watch.begin_phase("triad");
  watch.take(memory(), *kTriad, 170);
  REQUIRE(watch.worst());
  CHECK(watch.worst()->relative == Approx(1.0));
}

TEST_CASE("margins: two criteria of one metric are both followed, the worse is told", "[margins]") {
  auto reference = floor_of(100, Statistic::min);
  reference.criteria.push_back(reference.criteria[0]);
  reference.criteria[1].id = "ceiling";
  reference.criteria[1].at_least.reset();
  reference.criteria[1].at_most = quantity(160, Unit::byte_per_second);
  reference.criteria.push_back(reference.criteria[0]);
  reference.criteria[2].id = "of no metric";
  reference.criteria[2].metric = "no_such_metric";
  MarginWatch watch(reference);
  watch.begin_phase("triad");
  watch.take(memory(), *kTriad, 150);
  REQUIRE(watch.worst());
  CHECK(watch.worst()->criterion == "ceiling");
  CHECK(watch.worst()->relative == Approx(10.0 / 160));
}
