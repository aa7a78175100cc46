#include "tests/tools/metrics_page.h"

#include <fstream>
#include <iterator>
#include <string>

#include <catch2/catch.hpp>

#include "schemas/catalogue.h"
#include "tests/support/source_dir.h"

using namespace rackproof;

TEST_CASE("docs: the metric list is the one that the catalogue makes", "[house][docs]") {
  std::ifstream file(rackproof::testing::source_dir() + "/docs/metrics.md");
  const std::string committed(std::istreambuf_iterator<char>(file), {});

  INFO("write it anew: ninja metrics_page");
  CHECK((committed == testing::metrics_page()));
}

TEST_CASE("docs: the metric list holds every metric of the catalogue", "[house][docs]") {
  const auto page = testing::metrics_page();
  for (const auto& table : metrics::kTables) {
    for (const auto& metric : table) {
      CAPTURE(metric.name);
      CHECK(page.find("| `" + std::string(metric.name) + "` |") != std::string::npos);
    }
  }
}
