#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "certsuite/criteria/judge.h"
#include "certsuite/selftest/selftest.h"
#include "probes/collector.h"
#include "probes/factories.h"
#include "schemas/store/store.h"
#include "tests/support/plan_parts.h"
#include "tests/support/run_parts.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

/// At most 95 Cel on every sensor while the phase "hot" runs.
Architecture with_limit(const std::vector<Phase>& phases) {
  auto reference = reference_of(phases).architecture;
  Criterion limit;
  limit.id = "temperature";
  limit.criterion_class = "thermal";
  limit.on = DeviceKind::temperature_sensor;
  limit.metric = "temperature_celsius";
  limit.during = "hot";
  limit.statistic = Statistic::max;
  limit.at_most = quantity(95, Unit::celsius);
  limit.min_samples = 2;
  reference.criteria.push_back(limit);
  return reference;
}

/// The verdict on the one sensor after a step that heats `heated`, a file beside the sensor's own.
Verdict verdict_after_heating(const std::string& heated) {
  const std::vector<Phase> phases{quick_phase("hot", "selftest_runs_hot", 0.3)};
  RunRig rig(phases);
  const std::string chip = "sys/class/hwmon/hwmon0/";
  rig.machine.write(chip + "name", "coretemp\n");
  rig.machine.write(chip + "temp1_label", "Package id 0\n");
  rig.machine.write(chip + "temp1_input", "45000\n");
  rig.probes.push_back(make_hwmon_probe(rig.host));
  rig.inventory = take_inventory(rig.host, rig.probes);
  rig.inventory.simulated = false;
  auto setup = rig.setup();
  setup.program = {"/usr/bin/env", std::string(kHeatedSensor) + "=" + rig.machine.at(chip + heated),
                   RACKPROOF_TEST_CHILD};
  const auto record = run_plan(setup, rig.progress, {});
  REQUIRE(record);
  REQUIRE(record->steps.at(0).status == StepStatus::complete);

  const auto reference = with_limit(phases);
  auto store = Store::open(rig.output + "/samples.db", Store::Mode::read);
  REQUIRE(store);
  const auto judgement = judge({reference, rig.inventory, *record, **store});
  REQUIRE(judgement);
  const auto found = std::ranges::find(judgement->verdicts, "temperature", &Verdict::criterion);
  REQUIRE(found != judgement->verdicts.end());
  return *found;
}

}  // namespace

TEST_CASE("selftest: what runs hot fails on the sensor that it heated", "[runner][selftest]") {
  const auto verdict = verdict_after_heating("temp1_input");

  CHECK(verdict.outcome == Outcome::fail);
  CHECK(verdict.observed == 105.0);
  CHECK(verdict.device.find("coretemp") != std::string::npos);
}

TEST_CASE("selftest: the same workload passes where the sensor stays cool", "[runner][selftest]") {
  const auto verdict = verdict_after_heating("pwm1_note");

  CHECK(verdict.outcome == Outcome::pass);
  CHECK(verdict.observed == 45.0);
}
