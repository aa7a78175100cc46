#include "schemas/health.h"

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

NodeHealth node_in(HealthState state) {
  NodeHealth node;
  node.state = state;
  return node;
}

}  // namespace

TEST_CASE("health: no node at all is no health", "[schemas]") {
  CHECK(state_of({}) == HealthState::unknown);
}

TEST_CASE("health: the whole is as its worst node, and a note keeps it from being healthy",
          "[schemas]") {
  HealthReport report;
  report.nodes = {node_in(HealthState::healthy), node_in(HealthState::healthy)};
  CHECK(state_of(report) == HealthState::healthy);
  report.notes = {"3 devices that nobody described"};
  CHECK(state_of(report) == HealthState::unknown);
  report.nodes.push_back(node_in(HealthState::degraded));
  CHECK(state_of(report) == HealthState::degraded);
  report.nodes.push_back(node_in(HealthState::unhealthy));
  CHECK(state_of(report) == HealthState::unhealthy);
}
