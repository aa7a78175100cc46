#include "cli/expectation.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "probes/survey.h"
#include "schemas/json/inventory_json.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;

namespace {

Inventory machine_with(int accelerators) {
  Inventory machine;
  machine.taken_at = UtcTime(std::chrono::seconds(1795238220));
  machine.devices.push_back(the_node());
  for (int i = 0; i < accelerators; ++i) {
    machine.devices.push_back(
        device_of("node/accelerator:" + std::to_string(i), DeviceKind::accelerator));
  }
  std::ranges::sort(machine.devices, {}, &Device::id);
  return machine;
}

/// A reference that declares `least` accelerators.
Architecture declares(double least) {
  Architecture reference;
  reference.id = "trn2-48xl";
  Part part;
  part.kind = DeviceKind::accelerator;
  part.count.min = least;
  part.count.basis = Basis::vendor;
  reference.parts = {part};
  return reference;
}

}  // namespace

TEST_CASE("expectation: an inventory document says what must be here", "[cli]") {
  const testing::TempDir files;
  const auto path = files.write("then.json", encode_inventory(machine_with(2)));

  const auto expectation = load_expectation({path, ""});

  REQUIRE(expectation);
  const auto expected = expected_now(*expectation, machine_with(0));
  REQUIRE(expected.size() == 3);
  CHECK(expected[1].device.id == "node/accelerator:0");
  CHECK(expected[1].expected_by == "inventory of 2026-11-21T05:17:00Z");
}

TEST_CASE("expectation: a reference asks for as many as it declares, by empty slots", "[cli]") {
  const Expectation expectation{{}, declares(3)};

  const auto expected = expected_now(expectation, machine_with(1));

  REQUIRE(expected.size() == 3);
  CHECK(expected[0].device.id == "accelerator[1]");  // as the part's verdict calls it
  CHECK(expected[1].device.id == "accelerator[2]");
  CHECK(expected[2].device.id == "node/accelerator:0");
  CHECK(expected[2].expected_by == "reference trn2-48xl");
}

TEST_CASE("expectation: a reference asks no twice for what an inventory asks for", "[cli]") {
  const Expectation expectation{expected_by(machine_with(2)), declares(3)};

  const auto expected = expected_now(expectation, machine_with(1));

  const auto accelerators = std::ranges::count_if(expected, [](const MissingDevice& entry) {
    return entry.device.kind == DeviceKind::accelerator;
  });
  CHECK(accelerators == 3);
  CHECK(expected.front().device.id == "accelerator[2]");
}

TEST_CASE("expectation: a count that is not public asks for nothing", "[cli]") {
  auto reference = declares(3);
  reference.parts[0].count = Quantity{};
  CHECK(expected_now({{}, reference}, machine_with(1)).empty());
}

TEST_CASE("expectation: a document that is none is refused with the option that named it",
          "[cli]") {
  const testing::TempDir files;
  const auto path = files.write("then.json", "{}");
  CHECK(load_expectation({path, ""}).error().message.starts_with("--expect " + path + ": "));
  CHECK(load_expectation({files.at("no.json"), ""}).error().kind == ErrorKind::absent);
  const auto unknown = load_expectation({"", "host-x86_46"});
  CHECK(unknown.error().message.starts_with("--reference: no reference is called"));
}

TEST_CASE("expectation: nothing named expects nothing", "[cli]") {
  const auto expectation = load_expectation({});
  REQUIRE(expectation);
  CHECK(expected_now(*expectation, machine_with(1)).empty());
}
