// Writes an unsealed bundle of a small run to the directory that RACKPROOF_WRITE_TO names.

#include <cstdlib>
#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/reports/small_bundle.h"

TEST_CASE("a small bundle is written") {
  const char* const place = std::getenv("RACKPROOF_WRITE_TO");
  REQUIRE(place != nullptr);
  const rackproof::testing::SmallBundle bundle;
  std::filesystem::copy(bundle.path(), place, std::filesystem::copy_options::recursive);
}
