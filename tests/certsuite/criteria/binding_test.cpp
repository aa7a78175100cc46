#include "certsuite/criteria/binding.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/support/judged_run.h"

namespace rackproof::criteria {
namespace {

using testing::JudgedRun;

TEST_CASE("binding: devices of a kind come by id, once each", "[certsuite][criteria]") {
  JudgedRun run;
  std::ranges::reverse(run.inventory.devices);
  run.inventory.devices.push_back(run.inventory.devices.front());
  const auto cards = devices_of(run.inventory, DeviceKind::accelerator);
  REQUIRE(cards.size() == 2);
  CHECK(cards[0]->id == "node/card:0");
  CHECK(cards[1]->id == "node/card:1");
  CHECK(devices_of(run.inventory, DeviceKind::fan).empty());
}

TEST_CASE("binding: what a BMC shows of a part that the host shows is no second part",
          "[certsuite][criteria]") {
  JudgedRun run;
  auto view = run.inventory.devices.back();
  view.kind = DeviceKind::accelerator;
  view.id = "node/bmc/card:1";
  view.attributes["in_band_view"] = "node/card:1";
  run.inventory.devices.push_back(view);
  CHECK(devices_of(run.inventory, DeviceKind::accelerator).size() == 2);

  run.inventory.devices.back().attributes["in_band_view"] = "node/card:9";  // of nothing here
  CHECK(devices_of(run.inventory, DeviceKind::accelerator).size() == 3);
  run.inventory.devices.back().attributes["in_band_view"] = view.id;  // nothing hides itself
  CHECK(devices_of(run.inventory, DeviceKind::accelerator).size() == 3);
}

TEST_CASE("binding: a count that no machine has declares nothing", "[certsuite][criteria]") {
  JudgedRun run;
  CHECK(declared_count(run.reference, DeviceKind::accelerator) == 2);
  for (const double count : {-1.0, 0.0, 1e9}) {
    run.reference.parts[0].count.value = count;
    CHECK(declared_count(run.reference, DeviceKind::accelerator) == 0);
  }
  CHECK(declared_count(run.reference, DeviceKind::fan) == 0);
}

TEST_CASE("binding: nothing bound is NOT JUDGED, unless an answer is asked for",
          "[certsuite][criteria]") {
  Inventory inventory;
  Criterion criterion;
  criterion.on = DeviceKind::temperature_sensor;
  CHECK(unbound(criterion, inventory).outcome == Outcome::not_judged);
  criterion.must_bind = MustBind::always;
  CHECK(unbound(criterion, inventory).outcome == Outcome::inconclusive);
  criterion.must_bind = MustBind::bare_metal;
  CHECK(unbound(criterion, inventory).outcome == Outcome::inconclusive);
  inventory.hypervisor = "kvm";
  const auto ruling = unbound(criterion, inventory);
  CHECK(ruling.outcome == Outcome::not_judged);
  CHECK(ruling.reason ==
        "the inventory holds no temperature_sensor, as is usual under a hypervisor (kvm)");
}

TEST_CASE("binding: a criterion of some devices asks those and no empty place",
          "[certsuite][criteria]") {
  JudgedRun run;
  auto& heat = run.criterion("heat");
  heat.where = {{"id", "*:1"}, {"device_id", "0x7364"}};
  CHECK_FALSE(binds(heat, run.inventory.devices.at(1)));
  CHECK(binds(heat, run.inventory.devices.at(2)));
  CHECK(devices_asked(heat, run.inventory).size() == 1);
  run.reference.parts[0].count.value = 3;
  const auto judgement = run.judged();
  const auto verdicts_of = [&judgement](std::string_view id) {
    return std::ranges::count(judgement.verdicts, id, &Verdict::criterion);
  };
  CHECK(verdicts_of("heat") == 1);
  CHECK(verdicts_of("uncorrected") == 3);
}

TEST_CASE("binding: what a device does not say is like no pattern but '*'",
          "[certsuite][criteria]") {
  Criterion criterion;
  criterion.on = DeviceKind::fan;
  Device fan;
  fan.kind = DeviceKind::fan;
  fan.vendor = "ACME";
  for (const auto* fact : {"model", "parent", "slot"}) {
    criterion.where = {{fact, "?*"}};
    CHECK_FALSE(binds(criterion, fan));
    criterion.where = {{fact, "*"}, {"vendor", "AC*"}};
    CHECK(binds(criterion, fan));
  }
}

TEST_CASE("binding: a criterion that asks for what is not there says what it asked for",
          "[certsuite][criteria]") {
  Criterion criterion;
  criterion.on = DeviceKind::sensor;
  criterion.where = {{"id", "*/ras:*"}, {"vendor", "AMD"}};
  CHECK(unbound(criterion, Inventory{}).reason ==
        "the inventory holds no sensor with id '*/ras:*', vendor 'AMD'");
}

TEST_CASE("binding: parts of a device are those right below it, and declare no place of the node",
          "[certsuite][criteria]") {
  JudgedRun run;
  CHECK(devices_in(devices_by_holder(run.inventory, DeviceKind::accelerator), "node").size() == 2);
  CHECK(
      devices_in(devices_by_holder(run.inventory, DeviceKind::accelerator), "node/card:0").empty());
  run.reference.parts[0].in = DeviceKind::node;
  CHECK(declared_count(run.reference, DeviceKind::accelerator) == 0);
}

TEST_CASE("binding: fifty thousand parts that a BMC shows as well are counted once each",
          "[certsuite][criteria][hostile]") {
  constexpr int kMany = 50'000;
  Inventory inventory;
  for (int i = 0; i < kMany; ++i) {
    Device device;
    device.kind = DeviceKind::fan;
    device.id = "node/fan:" + std::to_string(i);
    inventory.devices.push_back(device);
    device.attributes["in_band_view"] = device.id;
    device.id = "node/bmc/fan:" + std::to_string(i);
    inventory.devices.push_back(device);
  }
  CHECK(devices_of(inventory, DeviceKind::fan).size() == kMany);
}

}  // namespace
}  // namespace rackproof::criteria
