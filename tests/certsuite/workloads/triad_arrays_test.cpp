#include "certsuite/workloads/triad_arrays.h"

#include <cmath>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TriadArrays small_arrays() {
  auto arrays = TriadArrays::map(1000);
  REQUIRE(arrays);
  arrays->fill();
  return std::move(*arrays);
}

TEST_CASE("triad arrays: a lap with the right factor passes, a stale one does not", "[workloads]") {
  auto arrays = small_arrays();
  CHECK(arrays.check(5).wrong == 1000);
  arrays.run(triad_kernels().front(), 5);
  CHECK(arrays.check(5).wrong == 0);
  CHECK(arrays.check(6).wrong > 990);
}

TEST_CASE("triad arrays: a wrong result is located with its bits", "[workloads]") {
  auto arrays = small_arrays();
  arrays.run(triad_kernels().front(), 5);
  arrays.results()[700] = -arrays.results()[700];
  arrays.results()[701] = std::nan("");

  const auto check = arrays.check(5);

  CHECK(check.wrong == 2);
  REQUIRE(check.described.size() == 2);
  CHECK(check.described[0].where == "element 700 at offset 0x00000000000015e0");
  CHECK(check.described[0].mask == "0x8000000000000000");
}

TEST_CASE("triad arrays: bytes are counted as STREAM counts them", "[workloads]") {
  const auto arrays = small_arrays();
  CHECK(arrays.count() == 1000);
  CHECK(arrays.bytes_per_lap() == 24000);
}

}  // namespace
}  // namespace rackproof
