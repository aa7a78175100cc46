#include "probes/presence.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "probes/survey.h"
#include "schemas/catalogue.h"

using namespace rackproof;

namespace {

/// A node with two accelerators and a probe.
OneReading two_cards() {
  OneReading reading;
  auto& machine = reading.inventory;
  machine.taken_at = UtcTime(std::chrono::seconds(1795238220));
  machine.devices = {the_node(), device_of("node/accelerator:A", DeviceKind::accelerator),
                     device_of("node/accelerator:B", DeviceKind::accelerator),
                     device_of("node/probe:cpu", DeviceKind::probe)};
  machine.devices[1].serial = "A";
  machine.devices[2].serial = "B";
  return reading;
}

void take_away(OneReading& reading, std::string_view id) {
  std::erase_if(reading.inventory.devices, [id](const Device& device) { return device.id == id; });
}

Reading count_of(const OneReading& reading, std::string_view metric) {
  const auto found = std::ranges::find_if(
      reading.samples, [&](const Sample& sample) { return sample.metric->name == metric; });
  REQUIRE(found != reading.samples.end());
  CHECK(reading.inventory.devices[found->device].id == kNodeId);
  return found->reading;
}

}  // namespace

TEST_CASE("presence: a device that vanishes stays listed as missing", "[probes]") {
  const auto expected = expected_by(two_cards().inventory);
  auto later = two_cards();
  take_away(later, "node/accelerator:B");

  hold_against(expected, later);

  REQUIRE(later.inventory.missing.size() == 1);
  CHECK(later.inventory.missing[0].device.id == "node/accelerator:B");
  CHECK(later.inventory.missing[0].expected_by == "inventory of 2026-11-21T05:17:00Z");
  CHECK(later.inventory.devices.size() == 3);  // so that no count takes it for present
  CHECK(later.inventory.presence == Presence{"inventory of 2026-11-21T05:17:00Z", 3, 2, 2});
  CHECK(count_of(later, "devices_expected") == Reading(std::int64_t{3}));
  CHECK(count_of(later, "devices_present") == Reading(std::int64_t{2}));
  CHECK(count_of(later, "devices_readable") == Reading(std::int64_t{2}));
}

TEST_CASE("presence: it stays missing over the next inventory too", "[probes]") {
  auto later = two_cards();
  take_away(later, "node/accelerator:B");
  hold_against(expected_by(two_cards().inventory), later);
  auto last = two_cards();
  take_away(last, "node/accelerator:B");

  hold_against(expected_by(later.inventory), last);

  REQUIRE(last.inventory.missing.size() == 1);
  CHECK(last.inventory.missing[0].device.id == "node/accelerator:B");
}

TEST_CASE("presence: a new device does not make up for a missing one", "[probes]") {
  auto later = two_cards();
  later.inventory.devices[2].id = "node/accelerator:C";

  hold_against(expected_by(two_cards().inventory), later);

  CHECK(later.inventory.presence.present == 2);
  CHECK(later.inventory.missing.size() == 1);
}

TEST_CASE("presence: with nothing expected the count has a reason, not a number", "[probes]") {
  auto reading = two_cards();
  hold_against({}, reading);
  CHECK(std::holds_alternative<Error>(count_of(reading, "devices_expected")));
  CHECK(count_of(reading, "devices_present") == Reading(std::int64_t{3}));
  CHECK(reading.inventory.presence.expected_by.empty());
}

TEST_CASE("presence: gone from its bus is not present, silent is not readable", "[probes]") {
  auto reading = two_cards();
  reading.samples = {
      {1, metrics::named("device_present"), UtcTime{}, std::int64_t{0}},
      {2, metrics::named("neuron_serial_readable"), UtcTime{}, std::int64_t{0}},
  };
  hold_against(expected_by(two_cards().inventory), reading);
  CHECK(reading.inventory.presence.expected == 3);
  CHECK(reading.inventory.presence.present == 2);
  CHECK(reading.inventory.presence.readable == 1);
  CHECK(reading.inventory.missing.empty());
  REQUIRE(reading.inventory.complaints.size() == 2);
  CHECK(reading.inventory.complaints[0] == Complaint{"node/accelerator:A", {"GONE"}});
}

TEST_CASE("presence: another part under the same name is told by its serial number", "[probes]") {
  auto reading = two_cards();
  reading.inventory.devices[2].serial = "Z\x1b";
  reading.samples = {
      {2, metrics::named("hbm_ecc_uncorrectable_total"), UtcTime{}, std::int64_t{1}}};
  hold_against(expected_by(two_cards().inventory), reading);
  REQUIRE(reading.inventory.complaints.size() == 1);
  const auto& words = reading.inventory.complaints[0].words;
  REQUIRE(words.size() == 2);
  CHECK(words[0] == "1 uncorrectable HBM error");
  CHECK(words[1] == "serial number Z\\x1b, expected B");
}

TEST_CASE("presence: samples stay in the order of devices and names", "[probes]") {
  auto reading = two_cards();
  reading.samples = {{1, metrics::named("hbm_used_bytes"), UtcTime{}, std::int64_t{1}}};
  hold_against({}, reading);
  REQUIRE(reading.samples.size() == 4);
  CHECK(reading.samples[0].metric->name == "devices_expected");
  CHECK(reading.samples[3].metric->name == "hbm_used_bytes");
}
