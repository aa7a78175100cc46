#include <catch2/catch.hpp>

#include "reports/baseline.h"
#include "reports/text_page.h"
#include "schemas/text.h"
#include "tests/reports/example_report.h"

using namespace rackproof;

TEST_CASE("baseline text: what stands out comes first, and no machine drives the terminal",
          "[reports]") {
  testing::ExampleReport earlier;
  testing::ExampleReport later;
  later.report.judgement.verdicts.front().outcome = Outcome::invalid;
  const Compared then{earlier.report, earlier.record, earlier.inventory};
  const Compared now{later.report, later.record, later.inventory};

  const auto page = comparison_text(compare(then, now), then, now);

  const auto first = later.report.judgement.verdicts.front().criterion;
  CHECK(page.find("What stands out") < page.find(first));
  CHECK(page.find(first) < page.find("The rest"));
  CHECK(page.find('\x1B') == std::string::npos);
}
