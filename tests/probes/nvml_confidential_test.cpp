#include "probes/nvml/nvml_confidential.h"

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::nvml;

namespace {

/// A driver whose answers a test chooses.
struct Answers {
  static inline unsigned feature = 0;
  static inline unsigned protected_buses = 0;
  static inline int code = code::kOk;

  static int state(ConfidentialState* state) {
    state->feature = feature;
    return code;
  }
  static int settings(ConfidentialSettings* settings) {
    settings->feature = feature;
    settings->multi_gpu = protected_buses;
    return settings->version == 0x01000014 ? code : code::kArgumentVersionMismatch;
  }
};

ConfidentialApi api() {
  Answers::feature = 0;
  Answers::protected_buses = 0;
  Answers::code = code::kOk;
  return {.state = Answers::state,
          .settings = Answers::settings,
          .certificates = [](DeviceRef, GpuCertificates*) { return 0; },
          .report = [](DeviceRef, GpuReport*) { return 0; }};
}

std::string reason(const ConfidentialApi& api) {
  const auto mode = confidential_mode(api);
  REQUIRE_FALSE(mode);
  CHECK(mode.error().kind == ErrorKind::unsupported);
  return mode.error().message;
}

}  // namespace

TEST_CASE("nvml confidential: it is on by either word of the driver, and off by neither",
          "[probes][nvml]") {
  auto driver = api();
  CHECK(reason(driver) == "confidential computing is off");
  Answers::protected_buses = 1;
  CHECK(confidential_mode(driver));
  Answers::protected_buses = 0;
  Answers::feature = 1;
  CHECK(confidential_mode(driver));
  driver.settings = nullptr;
  CHECK(confidential_mode(driver));
}

TEST_CASE("nvml confidential: an answer that failed is no yes", "[probes][nvml]") {
  const auto driver = api();
  Answers::feature = 1;
  Answers::code = code::kNotSupported;
  CHECK(reason(driver) == "confidential computing is off");
}

TEST_CASE("nvml confidential: a driver that cannot attest is said to be one", "[probes][nvml]") {
  auto driver = api();
  driver.report = nullptr;
  CHECK(reason(driver) == "this driver's library knows no confidential computing");
}
