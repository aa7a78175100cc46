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
