#include "probes/cpu/cpu_parse.h"

#include <variant>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("cpu: a list of processors is as many as it names", "[probes][cpu]") {
  CHECK(std::get<std::int64_t>(cpu::parse_cpu_count("0-127")) == 128);
  CHECK(std::get<Error>(cpu::parse_cpu_count("3-1")).kind == ErrorKind::malformed);
}

TEST_CASE("cpu: a clock of 0 kHz is no clock", "[probes][cpu]") {
  CHECK(std::get<double>(cpu::parse_kilohertz("2596138")) == 2596138000.0);
  CHECK(std::get<Error>(cpu::parse_kilohertz("0")).kind == ErrorKind::sentinel);
  CHECK(std::get<Error>(cpu::parse_kilohertz("<unknown>")).kind == ErrorKind::malformed);
  CHECK(std::get<double>(cpu::parse_milliseconds("1500")) == 1.5);
}

}  // namespace
}  // namespace rackproof
