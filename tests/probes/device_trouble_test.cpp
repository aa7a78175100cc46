#include "probes/device_trouble.h"

#include <catch2/catch.hpp>

#include "probes/survey.h"
#include "schemas/catalogue.h"

using namespace rackproof;

namespace {

using Words = std::vector<std::string>;

Sample sample_of(const char* metric, Reading reading, DeviceHandle device = 0) {
  const auto* row = metrics::find(metric);
  REQUIRE(row != nullptr);
  return {device, row, UtcTime{}, std::move(reading)};
}

/// What samples of one accelerator say against it.
DeviceTrouble trouble_of(const Samples& samples) {
  const Devices devices{device_of("node/accelerator:1", DeviceKind::accelerator)};
  return troubles_of(devices, samples).at(0);
}

Reading zero() {
  return std::int64_t{0};
}
Reading one() {
  return std::int64_t{1};
}
Reading lost(ErrorKind kind) {
  return Error{kind, "why"};
}

}  // namespace

TEST_CASE("device trouble: a healthy device has nothing against it", "[probes]") {
  const auto trouble =
      trouble_of({sample_of("device_present", one()), sample_of("neuron_serial_readable", one()),
                  sample_of("hbm_ecc_uncorrectable_total", zero()),
                  sample_of("neuron_unhealthy_hbm", zero())});
  CHECK(words_of(trouble).empty());
  CHECK(trouble.readable());
}

TEST_CASE("device trouble: each state that speaks against a device is told", "[probes]") {
  CHECK(words_of(trouble_of({sample_of("device_present", zero())})) == Words{"GONE"});
  CHECK(words_of(trouble_of({sample_of("neuron_serial_readable", zero())})) ==
        Words{"does not answer"});
  CHECK(words_of(trouble_of({sample_of("accelerator_link_active", zero())})) ==
        Words{"link inactive"});
  CHECK(words_of(trouble_of({sample_of("neuron_unhealthy_link_host", one())})) ==
        Words{"link_host unhealthy"});
}

TEST_CASE("device trouble: what a BMC says of a part is told as it grades it", "[probes]") {
  const auto two = Reading(std::int64_t{2});
  CHECK(words_of(trouble_of({sample_of("device_health", zero())})).empty());
  CHECK(words_of(trouble_of({sample_of("device_health", one())})) == Words{"health warning"});
  CHECK(words_of(trouble_of({sample_of("device_health", two)})) == Words{"health critical"});
  CHECK(words_of(trouble_of({sample_of("leak_detector_state", zero())})).empty());
  CHECK(words_of(trouble_of({sample_of("leak_detector_state", two)})) == Words{"LEAK"});
  CHECK(words_of(trouble_of({sample_of("leak_detector_enabled", zero())})) ==
        Words{"leak detector switched off"});
  CHECK(words_of(trouble_of({sample_of("leak_detector_state", lost(ErrorKind::stale))})) ==
        Words{"1 of 1 readings missing"});
  CHECK(words_of(trouble_of({sample_of("circuit_breaker_state", one())})) ==
        Words{"breaker tripped"});
}

TEST_CASE("device trouble: errors are told with their number, one without an s", "[probes]") {
  CHECK(words_of(trouble_of({sample_of("hbm_ecc_uncorrectable_total", std::int64_t{3})})) ==
        Words{"3 uncorrectable HBM errors"});
  CHECK(words_of(trouble_of({sample_of("hbm_ecc_repairable_total", one())})) ==
        Words{"1 repairable HBM error"});
}

TEST_CASE("device trouble: corrected errors and work done speak against nothing", "[probes]") {
  CHECK(words_of(trouble_of({sample_of("hbm_ecc_correctable_total", std::int64_t{7}),
                             sample_of("neuron_status_success_total", std::int64_t{7})}))
            .empty());
}

TEST_CASE("device trouble: what a driver does not offer is counted apart from what is missing",
          "[probes]") {
  const auto trouble =
      trouble_of({sample_of("hbm_used_bytes", lost(ErrorKind::io)),
                  sample_of("hbm_size_bytes", lost(ErrorKind::unsupported)),
                  sample_of("hbm_utilization_ratio", lost(ErrorKind::not_observable)),
                  sample_of("port_transmit_wait_total", lost(ErrorKind::saturated)),
                  sample_of("clock_average_hertz", 1.5e9)});
  CHECK(trouble.missing == 1);
  CHECK(trouble.not_offered == 2);
  CHECK(words_of(trouble) == Words{"1 of 5 readings missing"});
  CHECK(trouble.readable());
}

TEST_CASE("device trouble: a device that is present and gives nothing is not readable",
          "[probes]") {
  CHECK_FALSE(trouble_of({sample_of("device_present", one()),
                          sample_of("hbm_used_bytes", lost(ErrorKind::io))})
                  .readable());
  CHECK(trouble_of({sample_of("device_present", one())}).readable());
  CHECK_FALSE(trouble_of({sample_of("device_present", zero()),
                          sample_of("hbm_used_bytes", std::int64_t{5})})
                  .readable());
  CHECK_FALSE(trouble_of({sample_of("neuron_serial_readable", zero()),
                          sample_of("hbm_used_bytes", std::int64_t{5})})
                  .readable());
}

TEST_CASE("device trouble: a link that its other end does not list is told without a sample",
          "[probes]") {
  auto link = device_of("node/accelerator:1/link:2", DeviceKind::accelerator_link);
  link.attributes["listed_by_peer"] = "no";
  auto other = device_of("node/accelerator:1/link:3", DeviceKind::accelerator_link);
  other.attributes["listed_by_peer"] = "yes";
  const Devices devices{link, other};

  const auto complaints = complaints_of(devices, troubles_of(devices, {}));

  REQUIRE(complaints.size() == 1);
  CHECK(complaints[0] == Complaint{link.id, {"not listed by its other end"}});
}
