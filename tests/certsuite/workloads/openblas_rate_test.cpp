#include "certsuite/workloads/openblas_rate.h"

#include <chrono>
#include <iostream>

#include <catch2/catch.hpp>

#include "certsuite/workloads/matrix_kernel.h"
#include "certsuite/workloads/registry.h"
#include "schemas/text.h"
#include "tests/support/recording_listener.h"

namespace rackproof {
namespace {

using namespace std::chrono_literals;

TEST_CASE("openblas_rate: tells the kernel and its rate, and judges nothing", "[workloads]") {
  testing::RecordingListener listener;
  const auto outcome = make_openblas_rate()->run({.duration = 5ms, .threads = 1}, listener);
  if (!outcome) {
    CHECK_FALSE(open_openblas());  // nothing but a missing library may stop it
    std::cerr << "SKIPPED: " << outcome.error().message << "\n";
    return;
  }
  CHECK(outcome->self_check == SelfCheck::not_run);
  CHECK_FALSE(listener.fact_named(kCoreTypeFact).empty());
  const auto rate = parse_double(listener.fact_named(kCoreTypeRateFact));
  REQUIRE(rate);
  CHECK(*rate > 1e7);
}

TEST_CASE("openblas_rate: the program finds it by name, and no list shows it", "[workloads]") {
  CHECK(make_workload(kOpenBlasRate) != nullptr);
  for (const auto& entry : workload_registry()) {
    CHECK(entry.name != kOpenBlasRate);
  }
}

}  // namespace
}  // namespace rackproof
