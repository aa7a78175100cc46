#include "probes/nvme/nvme_parse.h"

#include <variant>

#include <catch2/catch.hpp>

namespace rackproof {
namespace {

TEST_CASE("nvme: only directories of namespaces carry a namespace number", "[probes][nvme]") {
  CHECK(nvme::namespace_in("nvme0n1") == "1");
  CHECK(nvme::namespace_in("nvme12c3n45") == "45");
  for (const auto* name :
       {"nvme0", "nvme", "nvme0n", "nvmen1", "nvme0n1p1", "hwmon3", "queue", ""}) {
    INFO(name);
    CHECK_FALSE(nvme::namespace_in(name));
  }
}

TEST_CASE("nvme: states are numbers, unknown words are malformed", "[probes][nvme]") {
  CHECK(std::get<std::int64_t>(nvme::parse_controller_state("live")) == 1);
  CHECK(std::get<std::int64_t>(nvme::parse_controller_state("dead")) == 6);
  CHECK(std::get<Error>(nvme::parse_controller_state("Live")).kind == ErrorKind::malformed);
  CHECK(std::get<std::int64_t>(nvme::parse_ana_state("change")) == 15);
}

TEST_CASE("nvme: more blocks than 63 bits hold are out of range", "[probes][nvme]") {
  CHECK(std::get<std::int64_t>(nvme::parse_blocks("488281250", 4096)) == 2000000000000);
  CHECK(std::get<Error>(nvme::parse_blocks("9223372036854775807", 512)).kind ==
        ErrorKind::out_of_range);
  CHECK(std::get<Error>(nvme::parse_blocks("-1", 512)).kind == ErrorKind::out_of_range);
  CHECK(std::get<Error>(nvme::parse_blocks("1", 0)).kind == ErrorKind::out_of_range);
}

}  // namespace
}  // namespace rackproof
