#include "certsuite/workloads/cpu_features.h"

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("cpu features: a wider level brings the narrower ones with it", "[workloads]") {
  CHECK(cpu_has(SimdLevel::sse2));
  if (cpu_has(SimdLevel::avx512)) {
    CHECK(cpu_has(SimdLevel::avx2));
  }
}

TEST_CASE("cpu features: every level has a name", "[workloads]") {
  CHECK(to_string(SimdLevel::sse2) == "portable");
  CHECK(to_string(SimdLevel::avx2) == "avx2");
  CHECK(to_string(SimdLevel::avx512) == "avx512");
}

}  // namespace
}  // namespace rackproof
