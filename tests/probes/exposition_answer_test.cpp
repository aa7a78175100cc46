#include "probes/sinks/exposition_answer.h"

#include <string>

#include <catch2/catch.hpp>

#include "tests/support/exposition_parts.h"

using namespace rackproof;
using testing::ExpositionScene;

namespace {

constexpr auto kOpen = ExpositionFormat::openmetrics;
constexpr auto kPlain = ExpositionFormat::prometheus;

}  // namespace

TEST_CASE("scrape: Prometheus is given OpenMetrics, as it asks", "[probes][sinks]") {
  // Prometheus 2.42, scrape/scrape.go
  CHECK(format_for("application/openmetrics-text;version=1.0.0,"
                   "application/openmetrics-text;version=0.0.1;q=0.75,"
                   "text/plain;version=0.0.4;q=0.5,*/*;q=0.1") == kOpen);
  CHECK(format_for("application/openmetrics-text") == kOpen);
  CHECK(format_for("Application/OpenMetrics-Text ; Version=1.0.0 ; q=0.3, text/plain;q=0.3") ==
        kOpen);
}

TEST_CASE("scrape: whoever does not ask for OpenMetrics by name gets plain text",
          "[probes][sinks]") {
  CHECK(format_for("") == kPlain);
  CHECK(format_for("*/*") == kPlain);
  CHECK(format_for("text/html,application/xhtml+xml,*/*;q=0.8") == kPlain);
  CHECK(format_for("text/plain;version=0.0.4") == kPlain);
  CHECK(format_for("application/json") == kPlain);
}

TEST_CASE("scrape: OpenMetrics that is not wanted is not sent", "[probes][sinks]") {
  CHECK(format_for("application/openmetrics-text;q=0,text/plain") == kPlain);
  CHECK(format_for("application/openmetrics-text;q=0.1,text/plain;q=0.9") == kPlain);
  CHECK(format_for("application/openmetrics-text;version=0.0.1,text/plain;q=0.1") == kPlain);
  CHECK(format_for("application/openmetrics-text;version=2.0.0") == kPlain);
  CHECK(format_for("application/openmetrics-text;q=much") == kPlain);
}

TEST_CASE("scrape: gzip is sent to who takes it", "[probes][sinks]") {
  CHECK(takes_gzip("gzip"));
  CHECK(takes_gzip("deflate, GZIP;q=0.5"));
  CHECK(takes_gzip("*"));
  CHECK_FALSE(takes_gzip(""));
  CHECK_FALSE(takes_gzip("identity"));
  CHECK_FALSE(takes_gzip("gzip;q=0"));
  CHECK_FALSE(takes_gzip("gzip;q=0, *"));
  CHECK_FALSE(takes_gzip("*;q=0"));
}

TEST_CASE("scrape: the answer says what it is", "[probes][sinks]") {
  ExpositionScene scene;
  scene.read_all();
  const auto plain = answer_scrape(*scene.exposition, {});
  CHECK(plain.content_type == "text/plain; version=0.0.4; charset=utf-8");
  CHECK(plain.content_encoding.empty());
  CHECK(plain.body.starts_with("# HELP rackproof_"));

  const auto packed =
      answer_scrape(*scene.exposition, {"application/openmetrics-text;version=1.0.0", "gzip"});
  CHECK(packed.content_type == "application/openmetrics-text; version=1.0.0; charset=utf-8");
  CHECK(packed.content_encoding == "gzip");
  CHECK(packed.body.starts_with("\x1f\x8b"));
  CHECK(packed.body.size() < plain.body.size() / 4);
}
