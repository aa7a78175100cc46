#include "probes/cpu/cpu_parse.h"

#include <array>
#include <string_view>
#include <variant>
#include <vector>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("cpu: a list of processors is ranges and single numbers", "[probes][cpu]") {
  CHECK(*cpu::parse_cpu_list("0-3,8,10-11") == std::vector<int>{0, 1, 2, 3, 8, 10, 11});
  CHECK(cpu::parse_cpu_list("")->empty());
  CHECK(std::get<std::int64_t>(cpu::parse_cpu_count("0-127")) == 128);
}

TEST_CASE("cpu: what is no list of processors is malformed", "[probes][cpu]") {
  const std::array<std::string_view, 8> broken{"a",  "3-1", "1,",         ",1",
                                               "1-", "-1",  "0-99999999", "1 2"};
  for (const auto text : broken) {
    INFO(text);
    const auto numbers = cpu::parse_cpu_list(text);
    REQUIRE_FALSE(numbers);
    CHECK(numbers.error().kind == ErrorKind::malformed);
  }
}

TEST_CASE("cpu: a clock of 0 kHz is no clock", "[probes][cpu]") {
  CHECK(std::get<double>(cpu::parse_kilohertz("2596138")) == 2596138000.0);
  CHECK(std::get<Error>(cpu::parse_kilohertz("0")).kind == ErrorKind::sentinel);
  CHECK(std::get<Error>(cpu::parse_kilohertz("<unknown>")).kind == ErrorKind::malformed);
  CHECK(std::get<double>(cpu::parse_milliseconds("1500")) == 1.5);
}

}  // namespace
}  // namespace rackproof
