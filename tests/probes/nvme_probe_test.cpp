#include "probes/nvme/nvme_probe.h"

#include <string>

#include <catch2/catch.hpp>

#include "probes/factories.h"
#include "tests/support/fixture_host.h"
#include "tests/support/probe_run.h"

namespace rackproof {
namespace {

std::string page_with_one_sensor() {
  std::string page(512, '\0');
  page[1] = 0x37;  // 311 K
  page[2] = 0x01;
  page[200] = 0x2C;  // 300 K
  page[201] = 0x01;
  return page;
}

TEST_CASE("nvme: a controller is named by its serial, a namespace by its number",
          "[probes][nvme]") {
  const testing::FixtureHost fixture("nvme_dead_controller");
  const auto probe = make_nvme_probe(fixture.host());
  const testing::ProbeRun run(*probe);
  const auto& device = run.device("node/nvme:S5XYZ");
  CHECK(device.parent == "node/pci:0000:02:00.0");
  CHECK(device.firmware == "1B2Q");
  CHECK(run.value("node/nvme:S5XYZ", "nvme_controller_state") == 1);
  CHECK(run.value("node/nvme:S5XYZ/ns:1", "nvme_namespace_capacity_bytes") == 2e12);
  CHECK(run.value("node/nvme:S5XYZ/ns:1", "nvme_namespace_used_bytes") == 2e12);
  CHECK(run.value("node/nvme:S5XYZ/ns:1", "nvme_namespace_ana_state") == 1);
}

TEST_CASE("nvme: a dead controller without a serial is still there, and dead", "[probes][nvme]") {
  const testing::FixtureHost fixture("nvme_dead_controller");
  const auto probe = make_nvme_probe(fixture.host());
  const testing::ProbeRun run(*probe);
  CHECK(run.value("node/nvme:0000:02:00.0", "nvme_controller_state") == 6);
}

TEST_CASE("nvme: on a captured tree the log page is unreadable and no ioctl is made",
          "[probes][nvme]") {
  const testing::FixtureHost fixture("nvme_dead_controller");
  const auto probe = make_nvme_probe(fixture.host());
  const testing::ProbeRun run(*probe);
  const auto* note = run.unreadable("/dev/nvme0: SMART log");
  REQUIRE(note != nullptr);
  CHECK(note->why.kind == ErrorKind::not_observable);
  CHECK(run.find("node/nvme:S5XYZ", "nvme_media_errors_total") == nullptr);
}

TEST_CASE("nvme: the log page gives its numbers and the sensors that the drive has",
          "[probes][nvme]") {
  const testing::FixtureHost fixture("nvme_dead_controller");
  const auto probe =
      make_nvme_probe(fixture.host(), [](const std::string& device) -> Result<std::string> {
        if (device == "/dev/nvme1") {
          return Error{ErrorKind::denied, device + ": permission denied"};
        }
        return page_with_one_sensor();
      });
  const testing::ProbeRun run(*probe);
  CHECK(run.value("node/nvme:S5XYZ", "nvme_composite_temperature_celsius") == Approx(37.85));
  CHECK(run.value("node/nvme:S5XYZ", "nvme_media_errors_total") == 0);
  CHECK(run.value("node/nvme:S5XYZ/temp:1", "nvme_sensor_temperature_celsius") == Approx(26.85));
  CHECK(run.find_device("node/nvme:S5XYZ/temp:2") == nullptr);
  // Not root: denied with what would help, and one sample that says so.
  const auto* note = run.unreadable("/dev/nvme1: SMART log");
  REQUIRE(note != nullptr);
  CHECK(note->remedy == "run as root or grant CAP_SYS_ADMIN");
  CHECK(run.reason("node/nvme:0000:02:00.0", "nvme_composite_temperature_celsius").kind ==
        ErrorKind::denied);
}

}  // namespace
}  // namespace rackproof
