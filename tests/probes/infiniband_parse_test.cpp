#include "probes/infiniband/infiniband_parse.h"

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

ErrorKind kind_of(const Reading& reading) {
  REQUIRE(std::holds_alternative<Error>(reading));
  return std::get<Error>(reading).kind;
}

}  // namespace

TEST_CASE("infiniband: states are their number", "[probes][infiniband]") {
  CHECK(std::get<std::int64_t>(infiniband::parse_state("4: ACTIVE")) == 4);
  CHECK(std::get<std::int64_t>(infiniband::parse_state("5: LinkUp")) == 5);
  CHECK(kind_of(infiniband::parse_state("ACTIVE")) == ErrorKind::malformed);
  CHECK(kind_of(infiniband::parse_state("")) == ErrorKind::malformed);
}

TEST_CASE("infiniband: a rate is bits a second, and its lanes", "[probes][infiniband]") {
  CHECK(std::get<double>(infiniband::parse_rate("40 Gb/sec (4X QDR)")) == 40e9);
  CHECK(std::get<double>(infiniband::parse_rate("2.5 Gb/sec (1X)")) == 2.5e9);
  CHECK(std::get<std::int64_t>(infiniband::parse_lanes("40 Gb/sec (4X QDR)")) == 4);
  CHECK(std::get<std::int64_t>(infiniband::parse_lanes("10 Gb/sec (12X)")) == 12);
  CHECK(kind_of(infiniband::parse_rate("40 Gbps")) == ErrorKind::malformed);
  CHECK(kind_of(infiniband::parse_lanes("40 Gb/sec")) == ErrorKind::malformed);
  CHECK(kind_of(infiniband::parse_lanes("40 Gb/sec ()")) == ErrorKind::malformed);
  CHECK(kind_of(infiniband::parse_lanes("40 Gb/sec (0X NDR)")) == ErrorKind::out_of_range);
  CHECK(kind_of(infiniband::parse_rate("-40 Gb/sec (4X)")) == ErrorKind::out_of_range);
}

TEST_CASE("infiniband: data counters are words, ours are bytes", "[probes][infiniband]") {
  CHECK(std::get<std::int64_t>(infiniband::parse_words("4631917")) == 18527668);
  CHECK(kind_of(infiniband::parse_words("9223372036854775807")) == ErrorKind::out_of_range);
}

TEST_CASE("infiniband: a driver without performance agent gives a reason", "[probes][infiniband]") {
  CHECK(kind_of(infiniband::parse_counter("N/A (no PMA)")) == ErrorKind::unsupported);
  CHECK(kind_of(infiniband::parse_words("N/A (no PMA)")) == ErrorKind::unsupported);
  CHECK(kind_of(infiniband::parse_counter("-1")) == ErrorKind::out_of_range);
  CHECK(std::get<std::int64_t>(infiniband::parse_counter("0")) == 0);
}
