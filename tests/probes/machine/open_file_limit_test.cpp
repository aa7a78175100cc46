#include "probes/machine/open_file_limit.h"

#include <catch2/catch.hpp>
#include <sys/resource.h>

namespace rackproof {
namespace {

TEST_CASE("open_file_limit: raising it reaches the hard limit and takes nothing away",
          "[machine]") {
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  auto lower = before;
  lower.rlim_cur = 100;
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &lower) == 0);
  CHECK(open_file_limit() == 100);

  CHECK(raise_open_file_limit() == before.rlim_max);

  CHECK(open_file_limit() == before.rlim_max);
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
}

}  // namespace
}  // namespace rackproof
