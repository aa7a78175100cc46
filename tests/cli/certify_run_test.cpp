#include "cli/certify_run.h"

#include <algorithm>
#include <cctype>

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("certify run: the running program has a digest of its bytes", "[cli][certify]") {
  const auto digest = own_digest();
  REQUIRE(digest);
  CHECK(digest->size() == 64);
  CHECK(std::ranges::all_of(*digest, [](char c) { return std::isxdigit(c) != 0; }));
  CHECK(*own_digest() == *digest);
}

TEST_CASE("certify run: request and lock lie in the state", "[cli][certify]") {
  CHECK(request_path("out.part/state") == "out.part/state/request.json");
  CHECK(lock_path("out.part/state") == "out.part/state/lock");
}
