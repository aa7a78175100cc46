#include "probes/edac/edac_parse.h"

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("edac: directories are DIMMs, ranks and rows, or nothing", "[probes][edac]") {
  CHECK(edac::part_kind("dimm12") == DeviceKind::dimm);
  CHECK(edac::part_kind("rank3") == DeviceKind::dimm);
  CHECK(edac::part_kind("csrow0") == DeviceKind::csrow);
  for (const auto* other : {"dimm", "dimm_label", "csrow-1", "power", ""}) {
    CAPTURE(other);
    CHECK_FALSE(edac::part_kind(other));
  }
}

TEST_CASE("edac: a row's files name their channel", "[probes][edac]") {
  CHECK(edac::channel_of("ch0_ce_count") == "ch0");
  CHECK(edac::channel_of("ch11_dimm_label") == "ch11");
  CHECK_FALSE(edac::channel_of("ce_count"));
  CHECK_FALSE(edac::channel_of("ch0"));
  CHECK_FALSE(edac::channel_of("chx_ce_count"));
}

TEST_CASE("edac: sizes are bytes, a scrub rate below zero is none", "[probes][edac]") {
  CHECK(std::get<std::int64_t>(edac::parse_mebibytes("32768")) == std::int64_t{32768} * 1048576);
  CHECK(std::get<Error>(edac::parse_mebibytes("-1")).kind == ErrorKind::out_of_range);
  CHECK(std::get<Error>(edac::parse_mebibytes("9223372036854775807")).kind ==
        ErrorKind::out_of_range);
  CHECK(std::get<std::int64_t>(edac::parse_scrub_rate("0")) == 0);
  CHECK(std::get<Error>(edac::parse_scrub_rate("-1")).kind == ErrorKind::sentinel);
}
