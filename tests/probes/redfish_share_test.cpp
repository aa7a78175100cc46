#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/redfish/energy_balance.h"
#include "probes/redfish/redfish_members.h"
#include "tests/support/captures.h"
#include "tests/support/redfish_service.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::redfish;
using namespace rackproof::testing;

namespace {

/// Addresses of all sensors of a capture that hold a number, found by looking at every file: what
/// the walk does not reach is missed, and seen to be.
std::vector<std::string> sensors_with_reading(const std::filesystem::path& tree) {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(tree)) {
    if (!entry.is_regular_file() || entry.path().extension() != ".json") {
      continue;
    }
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string body(std::istreambuf_iterator<char>(file), {});
    const auto document = parse_document(body);
    if (document && type_of(*document) == "Sensor") {
      const auto* reading = document->find("Reading");
      if (reading != nullptr && reading->as_double()) {
        found.push_back(text_at(*document, "@odata.id"));
      }
    }
  }
  return found;
}

std::string why_left_out(const RedfishTree& tree, const std::string& uri) {
  const auto* why = note_on(tree, uri);
  return why == nullptr ? "the walk did not reach it" : why->message;
}

/// Prints the share of sensors that became samples, and names those that did not.
void check_share(const RedfishTree& tree, const std::filesystem::path& capture,
                 std::size_t expected, std::size_t left_out) {
  std::map<std::string, const RedfishReading*, std::less<>> by_source;
  for (const auto& reading : tree.readings) {
    by_source.emplace(reading.source, &reading);
  }
  const auto sensors = sensors_with_reading(capture);
  std::size_t taken = 0;
  for (const auto& uri : sensors) {
    const auto found = by_source.find(uri + "#/Reading");
    if (found != by_source.end() && has_value(found->second->reading)) {
      ++taken;
    } else {
      std::cout << "  left out: " << uri << ": " << why_left_out(tree, uri) << "\n";
    }
  }
  std::cout << capture.filename().string() << ": " << taken << " of " << sensors.size()
            << " sensors with a reading became samples; " << tree.readings.size()
            << " readings in all, " << tree.devices.size() << " devices, " << tree.documents
            << " documents, " << tree.unreadable.size() << " notes\n";
  CHECK(sensors.size() == expected);
  CHECK(taken == expected - left_out);
  CHECK(static_cast<double>(taken) >= 0.98 * static_cast<double>(sensors.size()));
}

/// What holds for every reading of every service.
void check_sound(const RedfishTree& tree) {
  std::map<std::pair<DeviceHandle, const Metric*>, int> series;
  for (const auto& reading : tree.readings) {
    INFO(reading.source);
    REQUIRE(reading.device < tree.devices.size());
    REQUIRE(reading.metric != nullptr);
    CHECK(++series[{reading.device, reading.metric}] == 1);
    const auto* count = std::get_if<std::int64_t>(&reading.reading);
    CHECK((count == nullptr || reading.metric->unit != Unit::celsius));
  }
  std::map<std::string_view, int> ids;
  for (const auto& device : tree.devices) {
    INFO(device.id);
    CHECK(++ids[device.id] == 1);
    CHECK(device.id.starts_with("node/bmc/"));
    CHECK_FALSE(device.parent.empty());
    CHECK(device.parent != device.id);
  }
}

struct Unpacked {
  TempDir directory;
  std::filesystem::path tree;
  RedfishTree walk;
};

std::unique_ptr<Unpacked> walk_capture(const std::string& archive, const std::string& name) {
  const auto path = capture(archive);
  if (!path) {
    return nullptr;
  }
  auto made = std::make_unique<Unpacked>();
  unpack(*path, made->directory.path());
  made->tree = made->directory.path() / name;
  made->walk = walked(fetch_over(made->tree));
  check_sound(made->walk);
  return made;
}

std::unique_ptr<Unpacked> walk_mockup(const std::string& name) {
  return walk_capture("dmtf-redfish-mockups/" + name + ".tar.gz", name);
}

std::size_t count_of(const RedfishTree& tree, DeviceKind kind) {
  return static_cast<std::size_t>(std::ranges::count(tree.devices, kind, &Device::kind));
}

/// Prints how many values of each report are taken, and which members are not.
std::size_t report_values(const Unpacked& made, const Fetch& fetch) {
  std::size_t taken = 0;
  for (const auto& uri : made.walk.plan.reports) {
    const auto found = read_report(made.walk.plan.places, json(*fetch(uri)));
    std::cout << "  " << uri << ": " << found.values - found.not_taken << " of " << found.values
              << " values\n";
    taken += found.values - found.not_taken;
  }
  return taken;
}

}  // namespace

TEST_CASE("redfish: a real GB300 gives all sensors but two altitudes in Pa",
          "[probes][redfish][captures]") {
  const auto made = walk_capture("redfish-gb300/gb300_supermicro.tar.gz", "gb300_supermicro");
  if (!made) {
    return;
  }
  const auto& tree = made->walk;
  check_share(tree, made->tree, 258, 2);
  CHECK(count_of(tree, DeviceKind::accelerator) == 4);
  CHECK(count_of(tree, DeviceKind::cpu_package) == 2);
  CHECK(count_of(tree, DeviceKind::bmc) == 2);
  CHECK(count_of(tree, DeviceKind::leak_detector) == 4);
  constexpr std::string_view kGpu = "/Systems/HGX_Baseboard_0/Processors/GPU_0";
  const auto port = std::string(kGpu) + "/Ports/NVLink_0";
  CHECK(device_at(tree, port).parent == "node/bmc" + std::string(kGpu));
  CHECK(device_at(tree, port).kind == DeviceKind::accelerator_link);
  CHECK(value_at(tree, port, "port_receive_bytes_total") == 9460179851686.0);
  CHECK(reason_at(tree, port, "port_transmit_wait_total").kind == ErrorKind::saturated);
  CHECK(reason_at(tree, port, "port_bit_error_ratio").kind == ErrorKind::not_observable);
  CHECK(value_at(tree, "/Systems/HGX_Baseboard_0/Processors/GPU_3",
                 "throttle_software_seconds_total") == Approx(603448.46780096));
  CHECK(value_at(tree, "/Chassis/HGX_GPU_3/Sensors/HGX_GPU_3_TEMP_1",
                 "temperature_margin_celsius") == 53.6875);
  CHECK(reason_at(tree, "/Chassis/StorageBackplane_0/Sensors/StorageBackplane_0_SSD_0_Temp_0",
                  "temperature_celsius")
            .kind == ErrorKind::absent);
  CHECK(value_at(tree,
                 "/Chassis/Chassis_0/ThermalSubsystem/LeakDetection/LeakDetectors/"
                 "Chassis_0_LeakDetector_0_Manifold",
                 "leak_detector_state") == 0);
  // A GPU whose port documents the capture lacks is told of by the reports.
  CHECK(find_reading(tree, "/Systems/HGX_Baseboard_0/Processors/GPU_3/Ports/NVLink_5",
                     "port_symbol_errors_total") != nullptr);
  CHECK(report_values(*made, fetch_over(made->tree)) > 2500);
}

TEST_CASE("redfish: a real Cray EX235a gives all of its sensors", "[probes][redfish][captures]") {
  const auto made = walk_capture("hpe-cray-ex235a/EX235a.tar.gz", "EX235a");
  if (!made) {
    return;
  }
  check_share(made->walk, made->tree, 175, 0);
  CHECK(count_of(made->walk, DeviceKind::accelerator) == 8);
  CHECK(value_at(made->walk, "/Chassis/Node0/Sensors/CPU0Temperature", "temperature_celsius") ==
        46.25);
  CHECK(device_at(made->walk, "/Systems/Node0/Processors/GPU0").serial.empty());
}

TEST_CASE("redfish: the DMTF servers give all of their sensors", "[probes][redfish][captures]") {
  for (const auto* name : {"public-rackmount1", "public-liquid-cooled-server"}) {
    const auto made = walk_mockup(name);
    if (!made) {
      return;
    }
    check_share(made->walk, made->tree, 31, 0);
    CHECK(reason_at(made->walk, "/Chassis/1U/Sensors/PS2InputPower", "power_watts").kind ==
          ErrorKind::absent);
    CHECK(device_at(made->walk, "/Chassis/1U/Sensors/DIMM2Temp").attributes.at("inferred") ==
          "type from the unit");
  }
}

TEST_CASE("redfish: the DMTF cooling unit's energy balance is seen to be wrong",
          "[probes][redfish][captures]") {
  const auto made = walk_mockup("public-cooling-unit");
  if (!made) {
    return;
  }
  check_share(made->walk, made->tree, 18, 0);
  constexpr std::string_view kUnit = "/ThermalEquipment/CDUs/1";
  const auto connector = std::string(kUnit) + "/SecondaryCoolantConnectors/1";
  CHECK(device_at(made->walk, kUnit).kind == DeviceKind::cdu);
  CHECK(value_at(made->walk, connector, "heat_removed_watts") == 25310);
  CHECK(value_at(made->walk, connector, "coolant_heat_computed_watts") ==
        Approx(52500).epsilon(0.002));
  CHECK(value_at(made->walk, connector, "coolant_heat_disagreement_ratio") >
        kMeaningfulDisagreement);
  CHECK(count_of(made->walk, DeviceKind::pump) + count_of(made->walk, DeviceKind::leak_detector) >=
        4);
}

TEST_CASE("redfish: the DMTF PDU gives all sensors, wrong units handled and flagged",
          "[probes][redfish][captures]") {
  const auto made = walk_mockup("public-pdu");
  if (!made) {
    return;
  }
  // No document links to PowerEquipment/TransferSwitches/1/Sensors/PDUPower.
  check_share(made->walk, made->tree, 168, 1);
  std::map<std::string, int> inferred;
  for (const auto& device : made->walk.devices) {
    const auto found = device.attributes.find("inferred");
    ++inferred[found == device.attributes.end() ? "nothing" : found->second];
  }
  CHECK(inferred["unit from 'C'"] == 3);
  CHECK(inferred["unit kW.h from 'kW'"] == 12);
  CHECK(value_at(made->walk, "/PowerEquipment/RackPDUs/1/Mains/AC1", "voltage_line1_line2_volts") ==
        202.8);
  CHECK(count_of(made->walk, DeviceKind::outlet) == 17);
}

TEST_CASE("redfish: the DMTF telemetry service is read from its old documents and reports",
          "[probes][redfish][captures]") {
  const auto made = walk_mockup("public-telemetry");
  if (!made) {
    return;
  }
  check_share(made->walk, made->tree, 0, 0);
  CHECK(value_at(made->walk, "/Chassis/Tray_1/Thermal/Temperatures/2", "temperature_celsius") ==
        25);
  CHECK(value_at(made->walk, "/Chassis/Tray_1", "power_watts") == 8000);
  CHECK(report_values(*made, fetch_over(made->tree)) >= 12);
}

TEST_CASE("redfish: of the sensors of a DL380a without type and unit all become temperatures",
          "[probes][redfish]") {
  SmallService service;
  service.add("", "ServiceRoot", R"("Chassis":{"@odata.id":"/redfish/v1/Chassis"})")
      .collection("/Chassis", {"/Chassis/1"})
      .add("/Chassis/1", "Chassis", R"("Sensors":{"@odata.id":"/redfish/v1/Chassis/1/Sensors"})");
  // As iLO of that server writes them, one of each kind.
  const std::string mark =
      R"(,"Oem":{"Hpe":{"@odata.type":"#HpeSeaOfSensors.v2_1_0.HpeSeaOfSensors"}})";
  const std::vector<std::string> documents{
      R"("Name":"01-Inlet Ambient","PhysicalContext":"Intake","Reading":24.0,
         "Thresholds":{"UpperCaution":{},"UpperCautionUser":{"Reading":0},
         "UpperCritical":{"Reading":42},"UpperFatal":{"Reading":47}})",
      R"("Name":"02-CPU 1 PkgTmp","PhysicalContext":"CPU","Reading":61.0)",
      R"("Name":"19-Stor Batt","PhysicalContext":"SystemBoard","Reading":30.0,
         "Thresholds":{"UpperFatal":{}})",
      R"("Name":"55.1-XLR8R 16-GPU ASIC","PhysicalContext":"SystemBoard","Reading":57.0,
         "Thresholds":{"UpperCritical":{"Reading":null}})",
      R"("Name":"53-PCI 15","PhysicalContext":"SystemBoard","Reading":0.0,
         "Status":{"State":"Absent"})"};
  std::vector<std::string> members;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    members.push_back("/Chassis/1/Sensors/" + std::to_string(i));
    service.add(members.back(), "Sensor", documents[i] + mark);
  }
  service.collection("/Chassis/1/Sensors", members);

  const auto tree = walked(service);

  CHECK(tree.unreadable.empty());
  for (std::size_t i = 0; i + 1 < documents.size(); ++i) {
    CHECK(value_at(tree, members[i], "temperature_celsius") > 20);
    CHECK(device_at(tree, members[i]).attributes.at("inferred") ==
          "type and unit from the maker's mark");
  }
  CHECK(value_at(tree, members[0], "temperature_critical_celsius") == 42);
  CHECK(find_reading(tree, members[0], "temperature_max_celsius") == nullptr);
  CHECK(reason_at(tree, members[4], "temperature_celsius").kind == ErrorKind::absent);
}
