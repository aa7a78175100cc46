#include <catch2/catch.hpp>

#include "reports/baseline.h"
#include "schemas/json/strict_json.h"
#include "tests/reports/example_report.h"

using namespace rackproof;

TEST_CASE("baseline json: every verdict has both sides, none is null", "[reports]") {
  testing::ExampleReport earlier;
  const testing::ExampleReport later;
  const auto count = later.report.judgement.verdicts.size();
  earlier.report.judgement.verdicts.clear();
  const Compared then{earlier.report, earlier.record, earlier.inventory};
  const Compared now{later.report, later.record, later.inventory};

  const auto read = parse_strict_json(comparison_json(compare(then, now), then, now));

  REQUIRE(read);
  CHECK(*read->find("format")->if_string() == "rackproof-comparison/1");
  const auto& verdicts = *read->find("verdicts")->if_array();
  REQUIRE(verdicts.size() == count);
  CHECK(*verdicts[0].find("earlier") == JsonValue());
  CHECK(verdicts[0].find("later")->find("verdict") != nullptr);
}
