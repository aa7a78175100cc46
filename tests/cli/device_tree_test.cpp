#include "cli/device_tree.h"

#include <string>

#include <catch2/catch.hpp>

#include "cli/columns.h"
#include "probes/survey.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

using namespace rackproof;

namespace {

OneReading small_machine() {
  OneReading reading;
  auto& machine = reading.inventory;
  machine.hostname = "rack7";
  machine.devices = {the_node(), device_of("node/package:0", DeviceKind::cpu_package)};
  for (int i = 0; i < 12; ++i) {
    machine.devices.push_back(
        device_of("node/cpu:" + std::to_string(i), DeviceKind::cpu, "node/package:0"));
  }
  auto disk = device_of("node/disk:S5XYZ", DeviceKind::disk, "node/pci:0000:02:00.0");
  disk.model = "Drive\x1b[2J";
  disk.firmware = "1B2Q";
  machine.devices.push_back(disk);
  machine.devices.push_back(device_of("node/probe:cpu", DeviceKind::probe));
  return reading;
}

Sample sample_of(const char* metric, Reading reading, DeviceHandle device) {
  return {device, metrics::find(metric), UtcTime{}, std::move(reading)};
}

}  // namespace

TEST_CASE("device tree: processors alike stand on one line, probes are no part", "[cli]") {
  const auto text = device_tree(small_machine());
  CHECK(text.find("cpu:0 to cpu:11") != std::string::npos);
  CHECK(text.find("12 processors") != std::string::npos);
  CHECK(text.find("probe:cpu") == std::string::npos);
  CHECK(text.find("firmware 1B2Q") != std::string::npos);
}

TEST_CASE("device tree: strings that hardware made cannot drive a terminal", "[cli]") {
  CHECK(device_tree(small_machine()).find('\x1b') == std::string::npos);
}

TEST_CASE("device tree: what is gone or unread is said beside it", "[cli]") {
  auto reading = small_machine();
  reading.samples = {
      sample_of("device_present", std::int64_t{0}, 5),
      sample_of("device_present", std::int64_t{1}, 14),
      sample_of("disk_capacity_bytes", Error{ErrorKind::io, "x"}, 14),
  };
  const auto text = device_tree(reading);
  CHECK(text.find("cpu:3") != std::string::npos);  // no longer like the others
  CHECK(text.find("! GONE") != std::string::npos);
  CHECK(text.find("! 1 of 2 readings missing") != std::string::npos);
}

TEST_CASE("device tree: no line is over 80 columns, parents in a circle end", "[cli]") {
  auto reading = small_machine();
  auto& devices = reading.inventory.devices;
  devices.push_back(device_of("node/" + std::string(200, 'x'), DeviceKind::sensor));
  devices.push_back(device_of("node/a", DeviceKind::sensor, "node/b"));
  devices.push_back(device_of("node/b", DeviceKind::sensor, "node/a"));
  devices.push_back(device_of("node/c", DeviceKind::sensor, "node/c"));
  const auto text = device_tree(reading);
  for (const auto line : lines(text)) {
    CHECK(columns_of(line) <= kColumns);
  }
}

TEST_CASE("device tree: why_not gives path, reason and remedy", "[cli]") {
  auto reading = small_machine();
  CHECK(why_not(reading) == "Everything that was looked for could be read.\n");
  reading.inventory.unreadable.push_back(
      {"rapl", "/sys/x", {ErrorKind::denied, "/sys/x: no"}, "run as root"});
  const auto text = why_not(reading);
  CHECK(text.find("rapl: /sys/x\n") != std::string::npos);
  CHECK(text.find("denied: /sys/x: no") != std::string::npos);
  CHECK(text.find("to read it: run as root") != std::string::npos);
}

TEST_CASE("device tree: a captured tree is never passed off as this machine", "[cli]") {
  auto reading = small_machine();
  CHECK(headline(reading, "/").find("SIMULATED") == std::string::npos);
  reading.inventory.simulated = true;
  CHECK(headline(reading, "/tmp/tree").find("SIMULATED: read from /tmp/tree") != std::string::npos);
}
