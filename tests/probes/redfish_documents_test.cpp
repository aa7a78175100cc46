#include "probes/redfish/redfish_documents.h"

#include <catch2/catch.hpp>

using namespace rackproof;
using namespace rackproof::redfish;
using namespace std::chrono_literals;

namespace {

const std::string kLinks =
    R"({"@odata.type":"#ChassisCollection.ChassisCollection","Members":[{"@odata.id":"/x"}]})";
const std::string kSensor = R"({"@odata.type":"#Sensor.v1_7_0.Sensor","Reading":41})";

}  // namespace

TEST_CASE("documents: within a pass none is asked for twice", "[probes][redfish]") {
  RedfishDocuments documents;
  documents.begin_pass(0s);
  documents.keep("/a", kSensor, "", 5s);
  REQUIRE(documents.fresh("/a") != nullptr);
  CHECK(documents.fresh("/a")->text == kSensor);
  CHECK(documents.fresh("/a")->taken == 5s);

  documents.begin_pass(60s);
  CHECK(documents.fresh("/a") == nullptr);
}

TEST_CASE("documents: an ETag renews a list of links", "[probes][redfish]") {
  RedfishDocuments documents;
  documents.begin_pass(0s);
  documents.keep("/a", kLinks, "W/\"1\"", 1s);
  documents.begin_pass(60s);
  CHECK(documents.etag_of("/a") == "W/\"1\"");

  const auto* kept = documents.confirm("/a", 61s);

  REQUIRE(kept != nullptr);
  CHECK(kept->text == kLinks);
  CHECK(kept->taken == 61s);
  CHECK(documents.fresh("/a") == kept);
  CHECK(documents.confirm("/never", 61s) == nullptr);
}

TEST_CASE("documents: a reading is never renewed by a tag that may stand still",
          "[probes][redfish]") {
  RedfishDocuments documents;
  documents.begin_pass(0s);
  documents.keep("/a", kSensor, "W/\"1\"", 1s);
  documents.begin_pass(60s);
  CHECK(documents.etag_of("/a").empty());
  CHECK(documents.confirm("/a", 61s) == nullptr);
}

TEST_CASE("documents: after ten minutes even a list is asked for as a whole", "[probes][redfish]") {
  RedfishDocuments documents;
  documents.begin_pass(0s);
  documents.keep("/a", kLinks, "1", 0s);
  for (int minute = 1; minute < 10; ++minute) {
    documents.begin_pass(std::chrono::minutes(minute));
    REQUIRE(documents.confirm("/a", std::chrono::minutes(minute)) != nullptr);
  }
  documents.begin_pass(10min);
  CHECK(documents.etag_of("/a").empty());
}

TEST_CASE("documents: what may be renewed", "[probes][redfish]") {
  const auto typed = [](const char* type) {
    return may_be_revalidated(R"({"@odata.type":")" + std::string(type) + "\"}");
  };
  CHECK(typed("#SensorCollection.SensorCollection"));
  CHECK(typed("#TelemetryService.v1_3_0.TelemetryService"));
  CHECK(typed("#SoftwareInventory.v1_10_0.SoftwareInventory"));
  CHECK(typed("#LogServiceCollection.LogServiceCollection"));
  CHECK_FALSE(typed("#LogEntryCollection.LogEntryCollection"));  // a tag that stays hides an event
  CHECK_FALSE(typed("#Sensor.v1_7_0.Sensor"));
  CHECK_FALSE(typed("#MetricReport.v1_5_0.MetricReport"));
  CHECK_FALSE(typed("#Chassis.v1_25_0.Chassis"));  // its health changes
  CHECK_FALSE(typed("#LeakDetector.v1_0_0.LeakDetector"));
  CHECK_FALSE(typed(""));
  CHECK_FALSE(may_be_revalidated("{}"));
  CHECK_FALSE(may_be_revalidated("no json"));
  // members that came with their collection
  CHECK_FALSE(may_be_revalidated(
      R"({"@odata.type":"#SensorCollection.SensorCollection","Members":[{"@odata.id":"/x","Reading":1}]})"));
}

TEST_CASE("documents: a flood of documents is not kept", "[probes][redfish]") {
  RedfishDocuments documents;
  documents.begin_pass(0s);
  const std::string big(std::size_t{12} << 20, ' ');
  documents.keep("/1", big, "", 0s);
  documents.keep("/2", big, "", 0s);
  documents.keep("/3", big, "", 0s);
  CHECK(documents.fresh("/2") != nullptr);
  CHECK(documents.fresh("/3") == nullptr);
  documents.keep("/2", kSensor, "", 0s);  // a smaller one gives room
  documents.keep("/3", big, "", 0s);
  CHECK(documents.fresh("/3") != nullptr);
}
