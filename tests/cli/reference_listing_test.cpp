#include "cli/reference_listing.h"

#include <catch2/catch.hpp>

#include "schemas/json/strict_json.h"

using namespace rackproof;

TEST_CASE("reference listing: hostile titles and findings cannot drive a terminal", "[cli]") {
  ResolvedReference reference;
  reference.architecture.id = "x";
  reference.architecture.title = "\x1b[2Jgone";
  CHECK(listing_text({reference}).find('\x1b') == std::string::npos);
  CHECK(lint_text({{"f", {{LintLevel::error, "f:1", "\x1b]0;t\x07"}}}}).find('\x1b') ==
        std::string::npos);
}

TEST_CASE("reference listing: errors and warnings need attention, notes do not", "[cli]") {
  CHECK_FALSE(needs_attention({}));
  CHECK_FALSE(needs_attention({{"f", {{LintLevel::note, "f:1", "t"}}}}));
  CHECK(needs_attention({{"f", {{LintLevel::warning, "f:1", "t"}}}}));
  CHECK(needs_attention({{"a", {}}, {"f", {{LintLevel::error, "f:1", "t"}}}}));
}

TEST_CASE("reference listing: both JSON documents name their format", "[cli]") {
  const auto lint = parse_strict_json(lint_json({{"f", {{LintLevel::error, "f:1", "t"}}}}));
  REQUIRE(lint);
  CHECK(*lint->find("format")->if_string() == "rackproof-reference-lint/1");
  const auto list = parse_strict_json(listing_json({}));
  REQUIRE(list);
  CHECK(*list->find("format")->if_string() == "rackproof-reference-list/1");
}

TEST_CASE("reference listing: the last line counts", "[cli]") {
  CHECK(lint_text({{"f", {{LintLevel::warning, "f:2", "odd"}}}}) ==
        "f:2: warning: odd\n1 finding in 1 reference\n");
}
