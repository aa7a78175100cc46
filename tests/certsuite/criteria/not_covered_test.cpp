#include "certsuite/criteria/not_covered.h"

#include <catch2/catch.hpp>

#include "tests/support/judged_run.h"

namespace rackproof::criteria {
namespace {

using testing::JudgedRun;
using testing::kSecondCard;

Device fan(const std::string& id) {
  Device device;
  device.id = id;
  device.kind = DeviceKind::fan;
  return device;
}

TEST_CASE("not covered: every verdict NOT JUDGED is a line with its device and reason",
          "[certsuite][criteria]") {
  JudgedRun run;
  run.criterion("heat").at_most->basis = Basis::not_public;
  const auto lines = not_judged_lines(run.judged());
  REQUIRE(lines.size() == 2);
  CHECK(lines[1] == "heat on " + std::string(kSecondCard) +
                        ": the limit is not public, so nothing may be held to it");
  CHECK(not_judged_lines(JudgedRun().judged()).empty());
}

TEST_CASE("not covered: a kind that the reference is silent on is named with its devices",
          "[certsuite][criteria]") {
  JudgedRun run;
  CHECK(uncovered_by(run.reference, run.inventory).empty());
  run.inventory.devices.push_back(fan("node/fan:2"));
  run.inventory.devices.push_back(fan("node/fan:1"));
  Device probe;
  probe.id = "node/probe:hwmon";
  probe.kind = DeviceKind::probe;
  run.inventory.devices.push_back(probe);
  const auto found = uncovered_by(run.reference, run.inventory);
  REQUIRE(found.size() == 1);
  CHECK(found[0].kind == DeviceKind::fan);
  CHECK(found[0].devices == std::vector<std::string>{"node/fan:1", "node/fan:2"});
  CHECK(not_covered(run.judged(), run.reference, run.inventory) ==
        std::vector<std::string>{"fan: no criterion looks at 2 devices, first node/fan:1"});
}

TEST_CASE("not covered: a kind that is counted or judged is covered", "[certsuite][criteria]") {
  JudgedRun run;
  run.inventory.devices.push_back(fan("node/fan:1"));
  run.criterion("heat").on = DeviceKind::fan;
  CHECK(uncovered_by(run.reference, run.inventory).empty());
}

TEST_CASE("not covered: of a kind that is asked in part the rest is named",
          "[certsuite][criteria]") {
  JudgedRun run;
  run.inventory.devices.push_back(fan("node/fan:1"));
  run.inventory.devices.push_back(fan("node/fan:2"));
  run.criterion("heat").on = DeviceKind::fan;
  run.criterion("heat").where = {{"id", "*:2"}};
  const auto found = uncovered_by(run.reference, run.inventory);
  REQUIRE(found.size() == 1);
  CHECK(found[0].devices == std::vector<std::string>{"node/fan:1"});
}

TEST_CASE("not covered: what is observable nowhere in band is told once for all devices",
          "[certsuite][criteria]") {
  JudgedRun run;
  for (const auto* id : {"node/card:0", "node/card:1"}) {
    run.inventory.unreadable.push_back({"neuron",
                                        std::string(id) + ": temperature",
                                        {ErrorKind::not_observable, "shown nowhere"},
                                        "read the BMC"});
  }
  run.inventory.unreadable.push_back(
      {"neuron", "node/card:0: serial", {ErrorKind::denied, "permission denied"}, ""});
  CHECK(not_covered(run.judged(), run.reference, run.inventory) ==
        std::vector<std::string>{"temperature: not observable in band on 2 devices, first "
                                 "node/card:0: shown nowhere; read the BMC"});
}

}  // namespace
}  // namespace rackproof::criteria
