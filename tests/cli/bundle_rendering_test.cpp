#include "cli/bundle_rendering.h"

#include <catch2/catch.hpp>

#include "tests/reports/small_bundle.h"

using namespace rackproof;
using testing::SmallBundle;

TEST_CASE("bundle rendering: text, page and the statement's own bytes", "[cli]") {
  const SmallBundle bundle;
  const auto loaded = load_bundle(bundle.path());
  REQUIRE(loaded);
  CHECK(bundle_rendering(*loaded, "json").value() == loaded->report_payload);
  CHECK(bundle_rendering(*loaded, "html").value().starts_with("<!DOCTYPE html>"));
  CHECK(bundle_rendering(*loaded, "text").value().find("OVERALL") != std::string::npos);
}

TEST_CASE("bundle rendering: a bundle without a report is compared with nothing", "[cli]") {
  const SmallBundle bundle;
  auto loaded = load_bundle(bundle.path());
  auto bare = load_bundle(bundle.path());
  REQUIRE((loaded && bare));
  CHECK(baseline_rendering(*loaded, *loaded, "text"));
  bare->report_payload.clear();
  CHECK(baseline_rendering(*bare, *loaded, "text").error().kind == ErrorKind::absent);
  CHECK(baseline_rendering(*loaded, *bare, "json").error().kind == ErrorKind::absent);
}
