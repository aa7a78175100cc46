#include "probes/vendor/vendor_reply.h"

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "schemas/encoding.h"

using namespace rackproof;
using namespace rackproof::vendor;

namespace {

/// A device's line with these parts and readings.
std::string device(const std::string& parts, const std::string& readings) {
  return R"({"says":"device","pass":1,"index":0,"address":"0000:9b:00.0","model":"m","serial":"",)"
         R"("firmware":"","position":"","attributes":{},"parts":[)" +
         parts + R"(],"readings":[)" + readings + "]}";
}

Reading reading(const std::string& metric, const std::string& value) {
  const auto reply = parse_reply(device("", R"(["",")" + metric + "\"," + value + "]"));
  INFO((reply ? std::string() : reply.error().message));
  REQUIRE(reply);
  return std::get<DeviceReply>(reply->said).readings.at(0).reading;
}

void check_malformed(const std::string& line) {
  INFO(line);
  const auto reply = parse_reply(line);
  REQUIRE_FALSE(reply);
  CHECK(reply.error().kind == ErrorKind::malformed);
}

}  // namespace

TEST_CASE("vendor reply: numbers and reasons arrive as what they are", "[probes][vendor]") {
  CHECK(reading("pcie_replay_total", "5") == Reading(std::int64_t{5}));
  CHECK(reading("temperature_celsius", "57.5") == Reading(57.5));
  CHECK(reading("accelerator_ecc_correctable_total", R"("9223372036854775807")") ==
        Reading(std::int64_t{9223372036854775807}));
  CHECK(reading("temperature_celsius", R"({"reason":"unsupported","text":"no"})") ==
        Reading(Error{ErrorKind::unsupported, "no"}));
}

TEST_CASE("vendor reply: a number that its metric cannot have costs itself", "[probes][vendor]") {
  for (const auto* value : {"-300.0", "100000.0"}) {
    CHECK(std::get<Error>(reading("temperature_celsius", value)).kind == ErrorKind::out_of_range);
  }
  CHECK(std::get<Error>(reading("pcie_replay_total", "-1")).kind == ErrorKind::out_of_range);
  CHECK(std::get<Error>(reading("accelerator_utilization_ratio", "1.01")).kind ==
        ErrorKind::out_of_range);
  CHECK(reading("temperature_margin_celsius", "-8.0") == Reading(-8.0));
}

TEST_CASE("vendor reply: a reading that is none is a reason, not a number", "[probes][vendor]") {
  for (const auto* value :
       {"null", "true", R"("N/A")", "[]", "{}", R"({"reason":"bad","text":"x"})",
        R"({"reason":"io"})", R"({"reason":"untrusted","text":"x"})"}) {
    INFO(value);
    CHECK(std::get<Error>(reading("temperature_celsius", value)).kind == ErrorKind::malformed);
  }
}

TEST_CASE("vendor reply: unknown metrics, parts and words are refused", "[probes][vendor]") {
  check_malformed(device("", R"(["","no_such_metric",1])"));
  check_malformed(device("", R"(["/hbm","temperature_celsius",1.0])"));
  check_malformed(device("", R"(["","temperature_celsius"])"));
  check_malformed(device(R"({"at":"/hbm","kind":"no such kind","attributes":{}})", ""));
  check_malformed(device(R"({"at":"/../etc","kind":"hbm","attributes":{"a":1}})", ""));
  check_malformed(device(R"({"at":"hbm","kind":"hbm","attributes":{}})", ""));
  check_malformed(device(R"({"at":"/h b","kind":"hbm","attributes":{}})", ""));
  const std::string part = R"({"at":"/hbm","kind":"hbm","attributes":{}})";
  check_malformed(device(part + "," + part, ""));
  check_malformed(R"({"says":"nothing","pass":1})");
  check_malformed(R"({"says":"end","pass":-1,"heard":[]})");
  check_malformed(R"({"says":"end","pass":1,"heard":[[0]]})");
  check_malformed(R"({"says":"end","pass":1,"heard":[[0,-79,""]]})");
  check_malformed(R"({"says":"end","pass":1,"heard":[[0,79,5]]})");
  check_malformed(R"({"says":"end","pass":1,"heard":[[9999,79,""]]})");
  check_malformed(
      R"({"says":"system","pass":1,"driver":"x","library":"y","devices":-1,"lacking":[]})");
  check_malformed("the library has something to say");
  check_malformed("");
}

TEST_CASE("vendor reply: texts of hardware cannot drive a terminal", "[probes][vendor]") {
  auto line = device("", "");
  line.replace(line.find("\"m\""), 3, R"("\u001b[2J")");
  const auto reply = parse_reply(line);
  REQUIRE(reply);
  CHECK(std::get<DeviceReply>(reply->said).model == printable("\x1b[2J"));
}
