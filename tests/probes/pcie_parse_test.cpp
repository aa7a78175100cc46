#include "probes/pcie/pcie_parse.h"

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

ErrorKind kind_of(const Reading& reading) {
  REQUIRE(std::holds_alternative<Error>(reading));
  return std::get<Error>(reading).kind;
}

}  // namespace

TEST_CASE("pcie: link speeds are transfers a second, in old and new spelling", "[probes][pcie]") {
  CHECK(std::get<double>(pcie::parse_link_speed("8.0 GT/s PCIe")) == 8e9);
  CHECK(std::get<double>(pcie::parse_link_speed("2.5 GT/s")) == 2.5e9);
  CHECK(std::get<double>(pcie::parse_link_speed("64.0 GT/s PCIe")) == 64e9);
}

TEST_CASE("pcie: an unknown link is a reason, not a link of speed 0", "[probes][pcie]") {
  CHECK(kind_of(pcie::parse_link_speed("Unknown")) == ErrorKind::unsupported);
  CHECK(kind_of(pcie::parse_link_speed("Unknown speed")) == ErrorKind::unsupported);
  CHECK(kind_of(pcie::parse_link_speed("")) == ErrorKind::malformed);
  CHECK(kind_of(pcie::parse_link_speed("8.0")) == ErrorKind::malformed);
  CHECK(kind_of(pcie::parse_link_speed("fast GT/s")) == ErrorKind::malformed);
  CHECK(kind_of(pcie::parse_link_speed("0 GT/s")) == ErrorKind::out_of_range);
  CHECK(kind_of(pcie::parse_link_width("0")) == ErrorKind::sentinel);
  CHECK(kind_of(pcie::parse_link_width("255")) == ErrorKind::sentinel);
  CHECK(kind_of(pcie::parse_link_width("33")) == ErrorKind::out_of_range);
  CHECK(kind_of(pcie::parse_link_width("Unknown")) == ErrorKind::malformed);
  CHECK(std::get<std::int64_t>(pcie::parse_link_width("16")) == 16);
}

TEST_CASE("pcie: power states have numbers, and unknown is none of them", "[probes][pcie]") {
  CHECK(std::get<std::int64_t>(pcie::parse_power_state("D0")) == 0);
  CHECK(std::get<std::int64_t>(pcie::parse_power_state("D3cold")) == 4);
  CHECK(kind_of(pcie::parse_power_state("unknown")) == ErrorKind::unsupported);
  CHECK(kind_of(pcie::parse_power_state("error")) == ErrorKind::io);
  CHECK(kind_of(pcie::parse_power_state("D9")) == ErrorKind::malformed);
}

TEST_CASE("pcie: a negative count printed as unsigned is out of range", "[probes][pcie]") {
  CHECK(kind_of(pcie::parse_small_count("4294967033")) == ErrorKind::out_of_range);
  CHECK(std::get<std::int64_t>(pcie::parse_small_count("16")) == 16);
}

TEST_CASE("pcie: ids are written without a prefix", "[probes][pcie]") {
  CHECK(*pcie::parse_id("0x1d0f") == "1d0f");
  CHECK(*pcie::parse_id("010802") == "010802");
  CHECK(pcie::parse_id("vendor").error().kind == ErrorKind::malformed);
}
