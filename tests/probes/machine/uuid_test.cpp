#include "probes/machine/uuid.h"

#include <catch2/catch.hpp>

using rackproof::is_uuid;
using rackproof::random_uuid;

TEST_CASE("uuid: two fresh ones differ and both say that they are random", "[probes][machine]") {
  const auto one = random_uuid();
  const auto other = random_uuid();
  REQUIRE(one);
  REQUIRE(other);
  CHECK(*one != *other);
  CHECK(is_uuid(*one));
  CHECK((*one)[14] == '4');
  CHECK(std::string("89ab").find((*one)[19]) != std::string::npos);
}

TEST_CASE("uuid: another length, a capital or a misplaced dash is none", "[probes][machine]") {
  CHECK(is_uuid("6f1c2b9e-1111-4222-8333-444455556666"));
  CHECK_FALSE(is_uuid(""));
  CHECK_FALSE(is_uuid("6F1c2b9e-1111-4222-8333-444455556666"));
  CHECK_FALSE(is_uuid("6f1c2b9e11114-222-8333-444455556666"));
  CHECK_FALSE(is_uuid("6f1c2b9e-1111-4222-8333-4444555566667"));
}

TEST_CASE("uuid: random bytes are as many as asked for, and others each time",
          "[probes][machine]") {
  const auto one = rackproof::random_bytes(32);
  const auto other = rackproof::random_bytes(32);
  REQUIRE(one);
  REQUIRE(other);
  CHECK(one->size() == 32);
  CHECK(*one != *other);
}
