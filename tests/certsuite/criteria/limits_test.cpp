#include "certsuite/criteria/limits.h"

#include <catch2/catch.hpp>

#include "tests/support/judged_run.h"

namespace rackproof::criteria {
namespace {

using testing::JudgedRun;
using testing::limit;

constexpr Metric kRate{.name = "r", .unit = Unit::byte_per_second, .help = ""};
constexpr Metric kEnergy{.name = "e", .unit = Unit::joule, .help = ""};
constexpr Metric kHot{.name = "t", .unit = Unit::celsius, .help = ""};

Criterion at_least(Quantity quantity, Statistic statistic = Statistic::min) {
  Criterion criterion;
  criterion.statistic = statistic;
  criterion.at_least = std::move(quantity);
  return criterion;
}

TEST_CASE("limits: units of one dimension are converted, binary and decimal apart",
          "[certsuite][criteria]") {
  const Architecture reference;
  const auto decimal =
      resolve_limits(at_least(limit(2, Unit::gigabyte_per_second)), kRate, reference);
  CHECK(decimal.limits.at_least == 2e9);
  const auto binary =
      resolve_limits(at_least(limit(2, Unit::gibibyte_per_second)), kRate, reference);
  CHECK(binary.limits.at_least == 2147483648.0);
  const auto bits = resolve_limits(at_least(limit(2, Unit::gigabit_per_second)), kRate, reference);
  REQUIRE(bits.ruling);
  CHECK(bits.ruling->outcome == Outcome::inconclusive);
}

TEST_CASE("limits: a share is taken of the part's quantity in base units",
          "[certsuite][criteria]") {
  JudgedRun run;
  auto share = limit(0.85, Unit::ratio);
  share.of = "part.accelerator.hbm_bandwidth";
  CHECK(resolve_limits(at_least(share), kRate, run.reference).limits.at_least == 0.85 * 100e9);
  run.reference.parts[0].quantities["hbm_bandwidth"].basis = Basis::not_public;
  const auto hidden = resolve_limits(at_least(share), kRate, run.reference);
  REQUIRE(hidden.ruling);
  CHECK(hidden.ruling->outcome == Outcome::not_judged);
}

TEST_CASE("limits: a limit without a number gates nothing, and is not passed either",
          "[certsuite][criteria]") {
  auto nothing = limit(1, Unit::celsius);
  nothing.value.reset();
  const auto resolved = resolve_limits(at_least(nothing), kHot, {});
  REQUIRE(resolved.ruling);
  CHECK(resolved.ruling->outcome == Outcome::inconclusive);
  nothing.min = 7;
  CHECK(resolve_limits(at_least(nothing), kHot, {}).limits.at_least == 7);
  REQUIRE(resolve_limits(Criterion{}, kHot, {}).ruling);
  CHECK(resolve_limits(Criterion{}, kHot, {}).ruling->outcome == Outcome::not_judged);
}

TEST_CASE("limits: a rate is judged in its unit per second", "[certsuite][criteria]") {
  const auto power =
      resolve_limits(at_least(limit(1, Unit::kilowatt), Statistic::rate), kEnergy, {});
  CHECK(power.unit == Unit::watt);
  CHECK(power.limits.at_least == 1000);
  CHECK(resolve_limits(at_least(limit(1, Unit::celsius), Statistic::rate), kHot, {}).ruling);
  CHECK(resolve_limits(at_least(limit(3, Unit::one), Statistic::count), kHot, {}).unit ==
        Unit::one);
}

}  // namespace
}  // namespace rackproof::criteria
