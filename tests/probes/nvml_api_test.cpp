#include "probes/nvml/nvml_api.h"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("nvml: no library is absent, with the loader's words", "[probes][nvml]") {
  const auto api = nvml::load_api("libno-such-nvml.so.1");
  REQUIRE_FALSE(api);
  CHECK(api.error().kind == ErrorKind::absent);
  CHECK(api.error().message.find("libno-such-nvml.so.1") != std::string::npos);
}

TEST_CASE("nvml: a library without its first functions is refused by name", "[probes][nvml]") {
  const auto api = nvml::load_api("libm.so.6");
  REQUIRE_FALSE(api);
  CHECK(api.error().kind == ErrorKind::unsupported);
  CHECK(api.error().message.starts_with("libm.so.6: too old"));
}

TEST_CASE("nvml: what an old library lacks is null and named, the rest is there",
          "[probes][nvml]") {
  const auto old = nvml::load_api(NVML_STAND_IN_OLD_LIBRARY);
  REQUIRE(old);
  CHECK(old->api.temperature == nullptr);
  CHECK(old->api.temperature_before != nullptr);
  CHECK(std::ranges::find(old->lacking, "nvmlDeviceGetTemperatureV") != old->lacking.end());
}

TEST_CASE("nvml: the clock event reasons are found under their older name", "[probes][nvml]") {
  const auto old = nvml::load_api(NVML_STAND_IN_OLD_LIBRARY);
  REQUIRE(old);
  CHECK(old->api.clock_events != nullptr);
}

TEST_CASE("nvml: return codes are told apart, each with its number", "[probes][nvml]") {
  CHECK(nvml::error_of(3, "nvmlX") ==
        Error{ErrorKind::unsupported, "nvmlX: not supported by this device (NVML 3)"});
  CHECK(nvml::error_of(15, "nvmlX") == Error{ErrorKind::io, "nvmlX: GPU is lost (NVML 15)"});
  CHECK(nvml::error_of(4, "nvmlX").kind == ErrorKind::denied);
  CHECK(nvml::error_of(9, "nvmlX").kind == ErrorKind::absent);
  CHECK(nvml::error_of(10, "nvmlX").kind == ErrorKind::timed_out);
  CHECK(nvml::error_of(14, "nvmlX").kind == ErrorKind::malformed);
  CHECK(nvml::error_of(999, "nvmlX") == Error{ErrorKind::io, "nvmlX: failed (NVML 999)"});
}

TEST_CASE("nvml: only a lost GPU and one to be reset are asked no more", "[probes][nvml]") {
  CHECK(nvml::is_gone(15));
  CHECK(nvml::is_gone(16));
  CHECK_FALSE(nvml::is_gone(3));
  CHECK_FALSE(nvml::is_gone(999));
}
