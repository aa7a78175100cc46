#include "probes/redfish/redfish_fields.h"

#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "tests/support/redfish_service.h"
#include "tests/support/source_dir.h"

using namespace rackproof;
using namespace rackproof::redfish;
using rackproof::testing::json;

namespace {

template <typename Check>
void for_each_table(Check check) {
  for (const auto tables : {environment_fields(), facility_fields(), processor_fields(),
                            port_fields(), legacy_fields()}) {
    for (const auto& table : tables) {
      CAPTURE(table.type);
      check(table);
    }
  }
}

bool is_count(Take take) {
  return take == Take::count || take == Take::count_32 || take == Take::lane_sum;
}

bool is_word_or_flag(Take take) {
  return take >= Take::flag;
}

}  // namespace

TEST_CASE("redfish: no document type and no member stands twice", "[probes][redfish]") {
  std::set<std::string_view> types;
  for_each_table([&types](const FieldTable& table) {
    CHECK(types.insert(table.type).second);
    std::set<std::string_view> pointers;
    for (const auto& field : table.fields) {
      CAPTURE(field.pointer);
      CHECK(pointers.insert(field.pointer).second);
      CHECK(field_at(table.type, field.pointer) == &field);
    }
  });
  CHECK(types.size() > 25);
  CHECK(fields_of("Registry").empty());
}

TEST_CASE("redfish: a field is taken in the way that its metric wants", "[probes][redfish]") {
  for_each_table([](const FieldTable& table) {
    for (const auto& field : table.fields) {
      CAPTURE(field.pointer);
      const auto unit = field.metric->unit;
      CHECK((field.metric->kind == MetricKind::state) == is_word_or_flag(field.take));
      CHECK((unit == Unit::celsius) == (field.take == Take::celsius));
      CHECK((field.take != Take::percent || unit == Unit::ratio));
      CHECK((field.take != Take::mega || unit == Unit::hertz));
      CHECK((field.take != Take::giga || unit == Unit::bit_per_second));
      CHECK((field.take != Take::duration || unit == Unit::second));
      CHECK((field.take != Take::litres_per_minute || unit == Unit::cubic_metre_per_second));
      if (field.metric->kind == MetricKind::counter && unit == Unit::one) {
        CHECK(is_count(field.take));
      }
    }
  });
}

TEST_CASE("redfish: a report names an excerpt with its Reading or without", "[probes][redfish]") {
  const auto* field = field_at("EnvironmentMetrics", "PowerWatts/Reading");
  REQUIRE(field != nullptr);
  CHECK(field_at("EnvironmentMetrics", "PowerWatts") == field);
  CHECK(field_at("EnvironmentMetrics", "PowerWatts/DataSourceUri") == nullptr);
  CHECK(field_at("Registry", "PowerWatts") == nullptr);
}

TEST_CASE("redfish: an excerpt may be a bare number, a null or an empty object",
          "[probes][redfish]") {
  const auto& field = *field_at("EnvironmentMetrics", "PowerWatts");
  CHECK(as_double(*read_field(json(R"({"PowerWatts":{"Reading":374}})"), field)) == 374);
  CHECK(as_double(*read_field(json(R"({"PowerWatts":374})"), field)) == 374);
  CHECK(std::get<Error>(*read_field(json(R"({"PowerWatts":null})"), field)).kind ==
        ErrorKind::absent);
  CHECK(std::get<Error>(*read_field(json(R"({"PowerWatts":{"Reading":null}})"), field)).kind ==
        ErrorKind::absent);
  CHECK_FALSE(read_field(json(R"({"PowerWatts":{}})"), field));
  CHECK_FALSE(read_field(json(R"({"PowerWatts":[]})"), field));
  CHECK_FALSE(read_field(json("{}"), field));
}

TEST_CASE("redfish: a power limit that is switched off is no limit", "[probes][redfish]") {
  const auto& field = *field_at("EnvironmentMetrics", "PowerLimitWatts/SetPoint");
  const auto off =
      read_field(json(R"({"PowerLimitWatts":{"SetPoint":300,"ControlMode":"Disabled"}})"), field);
  REQUIRE(off);
  CHECK(std::get<Error>(*off).kind == ErrorKind::not_observable);
  const auto on =
      read_field(json(R"({"PowerLimitWatts":{"SetPoint":300,"ControlMode":"Automatic"}})"), field);
  REQUIRE(on);
  CHECK(as_double(*on) == 300);
}

TEST_CASE("docs: the Redfish mapping page is the table that is used", "[probes][redfish][docs]") {
  std::ifstream file(rackproof::testing::source_dir() + "/docs/redfish-mapping.md");
  const std::string page(std::istreambuf_iterator<char>(file), {});
  for_each_table([&page](const FieldTable& table) {
    for (const auto& field : table.fields) {
      const auto row = "| `" + std::string(table.type) + "` | `" + std::string(field.pointer) +
                       "` | `" + std::string(field.metric->name) + "` |";
      CAPTURE(row);
      CHECK(page.find(row) != std::string::npos);
    }
  });
}
