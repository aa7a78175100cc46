#include "reports/ocptv_parts.h"

#include <catch2/catch.hpp>

#include "tests/reports/example_report.h"

using namespace rackproof;

namespace {

std::string named(const std::string& device) {
  testing::ExampleReport example;
  JsonObject artifact;
  ocptv::name_part(device, example.view(), artifact);
  const auto made = artifact.take();
  if (const auto* id = made.find("hardwareInfoId")) {
    return "hardware " + *id->if_string();
  }
  const auto* part = made.find("subcomponent");
  return part == nullptr ? "nothing" : "subcomponent " + *part->find("name")->if_string();
}

}  // namespace

TEST_CASE("ocptv: a part is named by its id, an empty slot by its name, the whole by neither",
          "[reports]") {
  CHECK(named("node/cpu:3") == "hardware node/cpu:3");
  CHECK(named("accelerator[3]") == "subcomponent accelerator[3]");
  CHECK(named("") == "nothing");
}

TEST_CASE("ocptv: the device under test tells every device and what runs on it", "[reports]") {
  testing::ExampleReport example;
  example.inventory.software = {{"kernel", "6.1"}, {"bios", "1"}, {"glibc", ""}};
  example.inventory.devices.back().firmware = "7.1";
  const auto dut = ocptv::dut_info(example.view());
  const auto& hardware = *dut.find("hardwareInfos")->if_array();
  REQUIRE(hardware.size() == example.inventory.devices.size());
  const auto& cpu = hardware.back();
  CHECK(*cpu.find("partType")->if_string() == "cpu");
  CHECK(*cpu.find("manufacturer")->if_string() == "GenuineIntel");
  CHECK(cpu.find("serialNumber") == nullptr);
  const auto& software = *dut.find("softwareInfos")->if_array();
  REQUIRE(software.size() >= 5);
  CHECK(*software[0].find("softwareInfoId")->if_string() == ocptv::kOwnSoftwareId);
  CHECK(*software[1].find("softwareType")->if_string() == "SYSTEM");
  CHECK(*software[2].find("softwareType")->if_string() == "FIRMWARE");
  CHECK(software[3].find("version") == nullptr);
  CHECK(*software.back().find("version")->if_string() == "7.1");
}

TEST_CASE("ocptv: words of ours become symptoms", "[reports]") {
  CHECK(ocptv::in_kebab_case("NOT JUDGED") == "not-judged");
  const auto error = ocptv::own_error("step-timed-out", "why");
  CHECK(*error.find("softwareInfoIds")->if_array()->front().if_string() == ocptv::kOwnSoftwareId);
}
