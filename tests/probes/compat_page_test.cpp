#include "tests/tools/compat_page.h"

#include <fstream>
#include <iterator>
#include <string>

#include <catch2/catch.hpp>

#include "probes/sinks/compat.h"
#include "tests/support/source_dir.h"

using namespace rackproof;

TEST_CASE("docs: the list of others' names is the one that the tables make", "[house][docs]") {
  std::ifstream file(rackproof::testing::source_dir() + "/docs/compat.md");
  const std::string committed(std::istreambuf_iterator<char>(file), {});

  INFO("write it anew: ninja compat_page");
  CHECK((committed == testing::compat_page()));
}

TEST_CASE("docs: the list of others' names holds every row of both tables", "[house][docs]") {
  const auto page = testing::compat_page();
  for (const auto set : {CompatSet::node_exporter, CompatSet::dcgm_exporter}) {
    for (const auto& row : compat_rows(set)) {
      CAPTURE(row.theirs);
      CHECK(page.find("| `" + std::string(row.theirs) + "` |") != std::string::npos);
    }
  }
}
