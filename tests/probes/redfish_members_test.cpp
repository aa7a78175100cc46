#include "probes/redfish/redfish_members.h"

#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::redfish;
using rackproof::testing::json;

TEST_CASE("redfish: a body that is no JSON object is refused", "[probes][redfish]") {
  for (const auto* body : {"", "[]", "7", "<html>", "{", R"({"a":1}{})", R"({"a":1,"a":2})"}) {
    CAPTURE(body);
    CHECK(parse_document(body).error().kind == ErrorKind::malformed);
  }
  CHECK(parse_document("{}"));
}

TEST_CASE("redfish: a byte counter beyond 2^53 does not cost the document", "[probes][redfish]") {
  const auto document = json(R"({"RXBytes":18446744073709551615,"RXErrors":1})");
  CHECK(*document.find("RXBytes")->if_string() == "18446744073709551615");
  CHECK(*document.find("RXErrors")->if_integer() == 1);
}

TEST_CASE("redfish: an error that comes with status 200 is an error", "[probes][redfish]") {
  const auto missing = parse_document(
      R"({"error":{"code":"Base.1.4.GeneralError","@Message.ExtendedInfo":[
          {"MessageId":"Base.1.4.ResourceMissingAtURI"}]}})");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == ErrorKind::absent);
  CHECK(parse_document(R"({"error":{"code":"Base.1.4.InsufficientPrivilege"}})").error().kind ==
        ErrorKind::denied);
  CHECK(parse_document(R"({"error":{}})").error().kind == ErrorKind::io);
  CHECK(parse_document(R"({"@odata.type":"#X.X","error":{}})"));
}

TEST_CASE("redfish: a path leads through objects and arrays", "[probes][redfish]") {
  const auto document = json(R"({"a":{"b":[{"c":7}]},"@odata.id":"/x"})");
  REQUIRE(member_at(document, "a/b/0/c") != nullptr);
  CHECK(*member_at(document, "a/b/0/c")->if_integer() == 7);
  CHECK(member_at(document, "a/b/1/c") == nullptr);
  CHECK(member_at(document, "a/b/x") == nullptr);
  CHECK(member_at(document, "a/c") == nullptr);
  CHECK(text_at(document, "@odata.id") == "/x");
}

TEST_CASE("redfish: a text that says that there is none is none", "[probes][redfish]") {
  const auto document = json(R"({"a":"N/A","b":" NA ","c":"","d":" DELTA ","e":7,"f":null})");
  for (const auto* name : {"a", "b", "c", "e", "f", "g"}) {
    CHECK(text_at(document, name).empty());
  }
  CHECK(text_at(document, "d") == "DELTA");
}

TEST_CASE("redfish: the type is read without its version", "[probes][redfish]") {
  CHECK(type_of(json(R"({"@odata.type":"#Sensor.v1_7_0.Sensor"})")) == "Sensor");
  CHECK(type_of(json(R"({"@odata.type":"#FanCollection.FanCollection"})")) == "FanCollection");
  CHECK(type_of(json(R"({"@odata.type":"Sensor"})")).empty());
  CHECK(type_of(json("{}")).empty());
}

TEST_CASE("redfish: links and data sources are found wherever they stand", "[probes][redfish]") {
  const auto document = json(
      R"({"Members":[{"@odata.id":"/a"},{"@odata.id":7},{"x":1},{"@odata.id":"/b"}],
          "Fans":{"@odata.id":"/f"},
          "Deep":[{"Watts":{"DataSourceUri":"/s1","Reading":1}},{"DataSourceUri":null}]})");
  CHECK(links_at(document, "Members") == std::vector<std::string>{"/a", "/b"});
  CHECK(links_at(document, "Fans") == std::vector<std::string>{"/f"});
  CHECK(links_at(document, "None").empty());
  CHECK(data_sources(document) == std::vector<std::string>{"/s1"});
}
