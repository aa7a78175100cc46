#include "probes/machine/cpu_list.h"

#include <array>
#include <string_view>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("cpu list: ranges and single numbers, and nothing is none", "[machine]") {
  CHECK(*parse_cpu_list("0-3,8,10-11") == std::vector<int>{0, 1, 2, 3, 8, 10, 11});
  CHECK(parse_cpu_list("")->empty());
}

TEST_CASE("cpu list: what is no list is malformed", "[machine]") {
  const std::array<std::string_view, 8> broken{"a",  "3-1", "1,",         ",1",
                                               "1-", "-1",  "0-99999999", "1 2"};
  for (const auto text : broken) {
    INFO(text);
    const auto numbers = parse_cpu_list(text);
    REQUIRE_FALSE(numbers);
    CHECK(numbers.error().kind == ErrorKind::malformed);
  }
}

}  // namespace
}  // namespace rackproof
