#include "cli/bundle_view.h"

#include <catch2/catch.hpp>

#include "schemas/digest.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using namespace rackproof::testing;

TEST_CASE("bundle view: an unsealed bundle is seen with digests and without keys", "[cli]") {
  const SmallBundle small;
  const auto loaded = load_bundle(small.path());
  REQUIRE(loaded);

  const auto view = view_of(*loaded);

  REQUIRE(view);
  CHECK(&view->record == &loaded->run_record.record);
  CHECK(view->report.report_id == small.report().report_id);
  CHECK(view->run_record_statement.digest == sha256_hex(loaded->run_record_payload));
  CHECK(view->report_statement.digest == sha256_hex(loaded->report_payload));
  CHECK(view->report_statement.key_id.empty());
}

TEST_CASE("bundle view: a sealed statement shows the key that its envelope claims", "[cli]") {
  SmallBundle small;
  small.sealed();
  const auto loaded = load_bundle(small.path());
  REQUIRE(loaded);

  const auto view = view_of(*loaded);

  REQUIRE(view);
  CHECK(view->run_record_statement.key_id == small.key().public_key().key_id());
  CHECK(view->report_statement.key_id == small.key().public_key().key_id());
}

TEST_CASE("bundle view: a bundle without a report has nothing to show", "[cli]") {
  const SmallBundle small;
  auto loaded = load_bundle(small.path());
  REQUIRE(loaded);
  loaded->report_payload.clear();
  CHECK(view_of(*loaded).error().kind == ErrorKind::absent);
}
