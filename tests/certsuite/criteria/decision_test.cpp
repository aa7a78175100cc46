#include "certsuite/criteria/decision.h"

#include <cmath>

#include <catch2/catch.hpp>

namespace rackproof::criteria {
namespace {

const Limits kAtMost100{std::nullopt, 100};
const Limits kAtLeast100{100, std::nullopt};

Outcome simple(double observed, const Limits& limits) {
  return decide(observed, 2, limits, DecisionRule::simple).outcome;
}

Outcome guarded(double observed, const Limits& limits) {
  return decide(observed, 2, limits, DecisionRule::guard_band).outcome;
}

// Vectors: ILAC-G8:09/2019 4.2 with U = 2, upper limit 100.
TEST_CASE("decision: simple and guarded acceptance give the published answers",
          "[certsuite][criteria]") {
  CHECK(simple(97.9, kAtMost100) == Outcome::pass);
  CHECK(guarded(97.9, kAtMost100) == Outcome::pass);
  CHECK(simple(98.5, kAtMost100) == Outcome::pass);
  CHECK(guarded(98.5, kAtMost100) == Outcome::fail);
  CHECK(simple(100.1, kAtMost100) == Outcome::fail);
  CHECK(guarded(102.1, kAtMost100) == Outcome::fail);
}

// The same page: the value at the acceptance limit TL - w and its risk of a false accept, 1 - p.
TEST_CASE("decision: the risk at the acceptance limit is the published one",
          "[certsuite][criteria]") {
  const auto risk = [](double share) {
    return 1 - conformance_probability(100 - share * 2, 1, kAtMost100);
  };
  CHECK(risk(0) == Approx(.5).margin(5e-4));
  CHECK(risk(0.83) == Approx(.048).margin(5e-4));
  CHECK(risk(1) == Approx(.023).margin(5e-4));
  CHECK(risk(1.5) == Approx(.0014).margin(6e-5));
}

TEST_CASE("decision: two limits are both kept, and a band wider than their room passes nothing",
          "[certsuite][criteria]") {
  const Limits both{-1, 1};
  CHECK(decide(.6, .5, both, DecisionRule::simple).outcome == Outcome::pass);
  CHECK(decide(.6, .5, both, DecisionRule::guard_band).outcome == Outcome::fail);
  CHECK(decide(.5, .5, both, DecisionRule::guard_band).outcome == Outcome::pass);
  CHECK(decide(-.5, .5, both, DecisionRule::guard_band).outcome == Outcome::pass);
  CHECK(decide(std::nextafter(-.5, -1.0), .5, both, DecisionRule::guard_band).outcome ==
        Outcome::fail);
  for (const double value : {-1.0, -.5, 0.0, .5, 1.0}) {
    CHECK(decide(value, 1.5, both, DecisionRule::guard_band).outcome == Outcome::fail);
  }
}

TEST_CASE("decision: the acceptance limit itself passes, on either side", "[certsuite][criteria]") {
  CHECK(simple(100, kAtMost100) == Outcome::pass);
  CHECK(simple(100, kAtLeast100) == Outcome::pass);
  CHECK(guarded(98, kAtMost100) == Outcome::pass);
  CHECK(guarded(102, kAtLeast100) == Outcome::pass);
  CHECK(guarded(std::nextafter(98.0, 99.0), kAtMost100) == Outcome::fail);
  CHECK(guarded(std::nextafter(102.0, 101.0), kAtLeast100) == Outcome::fail);
}

TEST_CASE("decision: without an uncertainty a guard band passes nothing", "[certsuite][criteria]") {
  const auto inside = decide(1, std::nullopt, kAtMost100, DecisionRule::guard_band);
  CHECK(inside.outcome == Outcome::inconclusive);
  CHECK_FALSE(inside.accept.at_most);
  CHECK(decide(101, std::nullopt, kAtMost100, DecisionRule::guard_band).outcome == Outcome::fail);
  CHECK(decide(1, std::nullopt, kAtMost100, DecisionRule::simple).outcome == Outcome::pass);
}

TEST_CASE("decision: a NaN is within no limits", "[certsuite][criteria]") {
  CHECK(simple(std::nan(""), kAtMost100) == Outcome::fail);
  CHECK(simple(std::nan(""), kAtLeast100) == Outcome::fail);
}

// Vectors: JCGM 106, computed for upper limit 100, u = 1, and for +-1, u = 0.25.
TEST_CASE("decision: the conformance probability follows the normal distribution",
          "[certsuite][criteria]") {
  CHECK(conformance_probability(96, 1, kAtMost100) == Approx(.99997).margin(5e-6));
  CHECK(conformance_probability(98, 1, kAtMost100) == Approx(.97725).margin(5e-6));
  CHECK(conformance_probability(98.5, 1, kAtMost100) == Approx(.93319).margin(5e-6));
  CHECK(conformance_probability(100, 1, kAtMost100) == Approx(.5).margin(5e-6));
  CHECK(conformance_probability(102, 1, kAtMost100) == Approx(.02275).margin(5e-6));
  CHECK(conformance_probability(.6, .25, {-1, 1}) == Approx(.94520).margin(5e-6));
  CHECK(conformance_probability(102, 1, kAtLeast100) == Approx(.97725).margin(5e-6));
}

}  // namespace
}  // namespace rackproof::criteria
