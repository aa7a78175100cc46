#include "certsuite/workloads/parameters.h"

#include <cmath>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("parameters: given, missing, out of bounds and not-a-number", "[workloads]") {
  const Effort effort{.duration = std::chrono::seconds(1),
                      .parameters = {{"share", 0.5}, {"greedy", 7}, {"broken", std::nan("")}}};
  CHECK(parameter(effort, "share", 0.25, 0, 0.9) == 0.5);
  CHECK(parameter(effort, "missing", 0.25, 0, 0.9) == 0.25);
  CHECK(parameter(effort, "greedy", 0.25, 0, 0.9) == 0.9);
  CHECK(parameter(effort, "broken", 0.25, 0, 0.9) == 0.25);
}

}  // namespace
}  // namespace rackproof
