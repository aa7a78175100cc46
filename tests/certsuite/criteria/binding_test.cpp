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

}  // namespace
}  // namespace rackproof::criteria
