#include "probes/vendor/vendor_request.h"

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::vendor;

TEST_CASE("vendor request: a request says the pass and what is left alone", "[probes][vendor]") {
  const auto all = parse_request("pass 7");
  REQUIRE(all);
  CHECK(*all == Request{7, {}});
  const auto some = parse_request("pass 8 without 0 3");
  REQUIRE(some);
  CHECK(*some == Request{8, {0, 3}});
  for (const auto* line : {"", "pass", "pass x", "stop 7", "pass 7 but 0", "pass 7 without -1"}) {
    INFO(line);
    CHECK_FALSE(parse_request(line));
  }
}

TEST_CASE("vendor request: requests are read as they were written", "[probes][vendor]") {
  for (const auto& request : {Request{1, {}}, Request{12, {0, 7}}}) {
    const auto again = parse_request(write_request(request));
    REQUIRE(again);
    CHECK(*again == request);
  }
}
