#include "reports/seal/time_stamp_query.h"

#include <string>

#include <catch2/catch.hpp>

#include "tests/support/time_authority.h"

using namespace rackproof;

TEST_CASE("time stamp query: openssl reads it as a query that asks for a certificate", "[seal]") {
  const testing::TempDir dir;
  const auto query = seal::make_time_stamp_query("abc");
  REQUIRE(query);
  const auto path = dir.write("a.tsq", *query);
  const auto told = testing::openssl({"ts", "-query", "-in", path, "-text"});
  CHECK_THAT(told, Catch::Contains("Version: 1"));
  CHECK_THAT(told, Catch::Contains("Hash Algorithm: sha256"));
  // SHA-256 of "abc" (FIPS 180-2, appendix B.1).
  CHECK_THAT(told, Catch::Contains("ba 78 16 bf 8f 01 cf ea-41 41 40 de 5d ae 22 23"));
  CHECK_THAT(told, Catch::Contains("Certificate required: yes"));
  CHECK_THAT(told, !Catch::Contains("Nonce: unspecified"));
}

TEST_CASE("time stamp query: no two have the same nonce", "[seal]") {
  const auto first = seal::make_time_stamp_query("abc");
  const auto second = seal::make_time_stamp_query("abc");
  REQUIRE(first);
  REQUIRE(second);
  CHECK(*first != *second);
}
