#include "schemas/reason_tally.h"

#include <cmath>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("reason tally: only what has a finite value is not counted", "[schemas]") {
  ReasonTally why;
  CHECK_FALSE(why.add_if_missing(std::int64_t{0}));
  CHECK_FALSE(why.add_if_missing(0.0));
  CHECK(why.total() == 0);
  CHECK_FALSE(why.usual());
  CHECK(why.usual_text().empty());
  CHECK(why.add_if_missing(std::nan("7")));
  CHECK(why.total() == 1);
  CHECK(why.usual() == Error{ErrorKind::malformed, "the value is not a finite number"});
}

TEST_CASE("reason tally: the most frequent reason speaks, and a tie has one answer", "[schemas]") {
  const Error denied{ErrorKind::denied, "permission denied"};
  const Error gone{ErrorKind::absent, ""};
  ReasonTally why;
  why.add_if_missing(denied);
  why.add_if_missing(gone);
  CHECK(why.usual() == gone);
  why.add_if_missing(denied);
  CHECK(why.usual() == denied);
  CHECK(why.usual_text() == "denied: permission denied (2 of 3)");
  CHECK(why.holds(ErrorKind::absent));
  CHECK_FALSE(why.holds(ErrorKind::saturated));
}

TEST_CASE("reason tally: nothing missing is not the same as nothing offered", "[schemas]") {
  ReasonTally why;
  CHECK_FALSE(why.only_not_offered());
  why.add_if_missing(Error{ErrorKind::unsupported, ""});
  CHECK(why.only_not_offered());
  why.add_if_missing(Error{ErrorKind::timed_out, ""});
  CHECK_FALSE(why.only_not_offered());
}

}  // namespace
}  // namespace rackproof
