#include "cli/own_digest.h"

#include <algorithm>
#include <cctype>

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("own digest: the running program has a digest of its bytes", "[cli][certify]") {
  const auto digest = own_digest();
  REQUIRE(digest);
  CHECK(digest->size() == 64);
  CHECK(std::ranges::all_of(*digest, [](char c) { return std::isxdigit(c) != 0; }));
  CHECK(*own_digest() == *digest);
}
