#include "cli/bundle_page.h"

#include <catch2/catch.hpp>

#include "reports/bundle.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;

TEST_CASE("bundle page: the page is made from the bundle as it lies there", "[cli]") {
  testing::SmallBundle bundle;
  const auto unsealed = page_of(bundle.path());
  REQUIRE(unsealed);
  CHECK_THAT(*unsealed, Catch::Contains(bundle.report().report_id));
  const auto sealed = page_of(bundle.sealed().path());
  REQUIRE(sealed);
  CHECK(*sealed != *unsealed);
}

TEST_CASE("bundle page: an altered bundle gives no page", "[cli]") {
  const testing::SmallBundle bundle;
  testing::edit(bundle.at(bundle::kInventory), [](std::string& text) { text += " "; });
  CHECK_FALSE(page_of(bundle.path()));
}
