#include "cli/bundle_listing.h"

#include <string>

#include <catch2/catch.hpp>

#include "schemas/json/strict_json.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using testing::SmallBundle;

TEST_CASE("bundle listing: each member with its size and role, in columns", "[cli][bundle]") {
  const SmallBundle bundle;
  const auto loaded = load_bundle(bundle.path());
  REQUIRE(loaded);
  const auto text = bundle_listing(*loaded);
  CHECK_THAT(text, Catch::StartsWith("run 6f1c2b9e-1111-4222-8333-444455556666, report "));
  CHECK_THAT(text, Catch::Contains("logs/idle.log" + std::string(27, ' ') + "15  "));
  CHECK_THAT(text, Catch::Contains("  log\n"));
  CHECK_THAT(text, Catch::Contains("  not in the manifest\n"));
}

TEST_CASE("bundle listing: a withheld member is listed with its original's size", "[cli][bundle]") {
  const SmallBundle bundle;
  auto loaded = load_bundle(bundle.path());
  REQUIRE(loaded);
  loaded->redactions.entries = {
      {"logs/x.log", std::string(64, 'a'), 77, "", "a \x1b[31m name", ""}};
  const auto text = bundle_listing(*loaded);
  CHECK_THAT(text, Catch::Contains("77  aaaaaaaaaaaaaaaa  log  withheld: a "));
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(parse_strict_json(bundle_listing_json(*loaded)));
}
