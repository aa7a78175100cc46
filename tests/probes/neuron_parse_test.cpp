#include "probes/neuron/neuron_parse.h"

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::neuron;

namespace {

ErrorKind kind(const Reading& reading) {
  REQUIRE(std::holds_alternative<Error>(reading));
  return std::get<Error>(reading).kind;
}

template <typename T>
ErrorKind kind(const Result<T>& result) {
  REQUIRE_FALSE(result);
  return result.error().kind;
}

}  // namespace

TEST_CASE("neuron: a counter that the runtime does not fill is never idleness",
          "[probes][neuron]") {
  CHECK(kind(parse_filled_counter("0")) == ErrorKind::unsupported);
  CHECK(kind(parse_filled_microseconds("0")) == ErrorKind::unsupported);
  CHECK(std::get<std::int64_t>(parse_filled_counter("7")) == 7);
  CHECK(std::get<double>(parse_filled_microseconds("1500000")) == 1.5);
  CHECK(std::get<std::int64_t>(parse_counter("0")) == 0);
  CHECK(kind(parse_counter("18446744073709551615")) == ErrorKind::out_of_range);
  CHECK(kind(parse_counter("-1")) == ErrorKind::malformed);
}

TEST_CASE("neuron: an ECC count at 65,535 is saturated, for nobody says what comes after it",
          "[probes][neuron]") {
  CHECK(std::get<std::int64_t>(parse_sram_ecc("65534")) == 65534);
  CHECK(kind(parse_sram_ecc("65535")) == ErrorKind::saturated);
  CHECK(kind(parse_sram_ecc("65536")) == ErrorKind::out_of_range);
  CHECK(std::get<std::int64_t>(parse_hbm_ecc("65534")) == 65534);
  CHECK(kind(parse_hbm_ecc("65535")) == ErrorKind::saturated);
  CHECK(kind(parse_hbm_ecc("70000")) == ErrorKind::saturated);
}

TEST_CASE("neuron: an empty serial number is a device that does not answer", "[probes][neuron]") {
  CHECK(*parse_serial("00a1b2c3d4e5f610") == "00a1b2c3d4e5f610");
  CHECK(kind(parse_serial("")) == ErrorKind::io);
  CHECK(kind(parse_serial("0000000000000000")) == ErrorKind::sentinel);
  CHECK(kind(parse_serial("deadbeefdeadbeef")) == ErrorKind::sentinel);
  CHECK(kind(parse_serial("00a1b2")) == ErrorKind::malformed);
}

TEST_CASE("neuron: INVALID contains VALID, and the power status is compared whole",
          "[probes][neuron]") {
  const auto minute = parse_power("POWER_STATUS_VALID,1788000000,0.86,25.00,18.86");
  REQUIRE(minute);
  CHECK(minute->epoch == 1788000000);
  CHECK(minute->min == Approx(0.0086));
  CHECK(minute->max == 0.25);
  CHECK(minute->mean == Approx(0.1886));
  for (const auto* word : {"POWER_STATUS_INVALID", "POWER_STATUS_NO_DATA", "POWER_STATUS_MAX"}) {
    CHECK(kind(parse_power(std::string(word) + ",1788000000,0.86,25.00,18.86")) ==
          ErrorKind::sentinel);
  }
  CHECK(kind(parse_power("VALID,1788000000,0.86,25.00,18.86")) == ErrorKind::malformed);
  CHECK(kind(parse_power("POWER_STATUS_VALIDATED,1,0,0,0")) == ErrorKind::malformed);
}

TEST_CASE("neuron: a power line of an idle device is a true 0", "[probes][neuron]") {
  const auto minute = parse_power("POWER_STATUS_VALID,1788000000,0.00,0.00,0.00");
  REQUIRE(minute);
  CHECK(minute->max == 0);
}

TEST_CASE("neuron: a power line that is torn or beyond 100 per cent is no number",
          "[probes][neuron]") {
  CHECK(kind(parse_power("")) == ErrorKind::malformed);
  CHECK(kind(parse_power("POWER_STATUS_VALID,1788000000,0.86,25.00")) == ErrorKind::malformed);
  CHECK(kind(parse_power("POWER_STATUS_VALID,0,0.86,25.00,1")) == ErrorKind::malformed);
  CHECK(kind(parse_power("POWER_STATUS_VALID,1788000000,0.86,125.00,1")) ==
        ErrorKind::out_of_range);
  CHECK(kind(parse_power("POWER_STATUS_VALID,1788000000,30,25.00,1")) == ErrorKind::malformed);
}

TEST_CASE("neuron: a die that is unavailable or bogus has a reason and no number",
          "[probes][neuron]") {
  const auto dies = parse_die_power("0,12.50\n1,unavailable\n2,bogus(7)\n");
  REQUIRE(dies);
  REQUIRE(dies->size() == 3);
  CHECK(std::get<double>((*dies)[0].share) == 0.125);
  CHECK(kind((*dies)[1].share) == ErrorKind::unsupported);
  CHECK(kind((*dies)[2].share) == ErrorKind::sentinel);
  CHECK(kind(parse_die_power("")) == ErrorKind::malformed);
  CHECK(kind(parse_die_power("0,1,2,3")) == ErrorKind::malformed);
}

TEST_CASE("neuron: an empty neighbour list is a lone device, no byte at all is an overflow",
          "[probes][neuron]") {
  CHECK(*parse_connected("12, 3, 4, 1\n") == std::vector<std::int64_t>{12, 3, 4, 1});
  CHECK(parse_connected("\n")->empty());
  CHECK(kind(parse_connected("")) == ErrorKind::sentinel);
  CHECK(kind(parse_connected("12, x\n")) == ErrorKind::malformed);
  CHECK(*parse_connected("1, 1\n") == std::vector<std::int64_t>{1});
}

TEST_CASE("neuron: -1, busy and invalid are three different answers of an election",
          "[probes][neuron]") {
  CHECK(std::get<std::int64_t>(parse_group_id("3")) == 3);
  CHECK(kind(parse_group_id("-1")) == ErrorKind::unsupported);
  CHECK(kind(parse_group_id("busy")) == ErrorKind::stale);
  CHECK(kind(parse_group_id("invalid")) == ErrorKind::sentinel);
  CHECK(kind(parse_group_id("-2")) == ErrorKind::malformed);
}

TEST_CASE("neuron: a server id of zeros is none", "[probes][neuron]") {
  CHECK(*parse_server_id("00c0ffee00000002") == "00c0ffee00000002");
  CHECK(kind(parse_server_id("0000000000000000")) == ErrorKind::sentinel);
  CHECK(kind(parse_server_id("invalid")) == ErrorKind::sentinel);
  CHECK(kind(parse_server_id("busy")) == ErrorKind::stale);
  CHECK(kind(parse_server_id("")) == ErrorKind::malformed);
}

TEST_CASE("neuron: an UltraServer's modes have names, a standard instance has none",
          "[probes][neuron]") {
  CHECK(*parse_ultraserver_mode("1,2,3,4") == "X4, X2H, X2V, X1");
  CHECK(parse_ultraserver_mode("")->empty());
  CHECK(kind(parse_ultraserver_mode("busy")) == ErrorKind::stale);
  CHECK(kind(parse_ultraserver_mode("9")) == ErrorKind::malformed);
}

TEST_CASE("neuron: unhealthy components are names, and an empty line is none of them",
          "[probes][neuron]") {
  CHECK(*parse_unhealthy("hbm,link_efa") == std::vector<std::string>{"hbm", "link_efa"});
  CHECK(parse_unhealthy("")->empty());
  CHECK(kind(parse_unhealthy("hbm,,sram")) == ErrorKind::malformed);
  CHECK(kind(parse_unhealthy("HBM is bad")) == ErrorKind::malformed);
}

TEST_CASE("neuron: driver versions are compared as numbers", "[probes][neuron]") {
  CHECK(parse_driver_version("2.31.0.0") > parse_driver_version("2.4.11.0"));
  CHECK(parse_driver_version("2.30.2") < DriverVersion{2, 31});
  CHECK_FALSE(parse_driver_version("").known());
  CHECK_FALSE(parse_driver_version("unknown").known());
}
