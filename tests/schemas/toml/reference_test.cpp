#include "schemas/toml/reference.h"

#include <catch2/catch.hpp>

#include "schemas/digest.h"
#include "tests/support/reference_text.h"

using namespace rackproof;

namespace {

Result<ResolvedReference> load(const std::string& text) {
  return load_reference({"f.toml", text}, no_overlays);
}

}  // namespace

TEST_CASE("load reference: the digest is that of the canonical document", "[schemas][toml]") {
  const auto loaded = load(std::string(testing::kGoodReference));
  REQUIRE(loaded);
  CHECK(loaded->digest == sha256_hex(loaded->canonical_toml));
}

TEST_CASE("load reference: the canonical document loads again to the same bytes",
          "[schemas][toml]") {
  const auto first = load(std::string(testing::kGoodReference));
  REQUIRE(first);
  const auto again = load(first->canonical_toml);
  REQUIRE(again);
  CHECK(again->canonical_toml == first->canonical_toml);
  CHECK(again->digest == first->digest);
}

TEST_CASE("load reference: comments and layout do not change the digest, a limit does",
          "[schemas][toml]") {
  const auto plain = load(std::string(testing::kGoodReference));
  const auto commented = load("# a remark\n\n" + std::string(testing::kGoodReference) + "\n\n");
  const auto other = load(testing::good_reference_but("value = 0.85", "value = 0.86"));
  REQUIRE((plain && commented && other));
  CHECK(plain->digest == commented->digest);
  CHECK(plain->digest != other->digest);
}

TEST_CASE("load reference: an overlay resolves to a document that needs no lookup",
          "[schemas][toml]") {
  const ReferenceLookup shelf = [](std::string_view id) -> Result<ReferenceText> {
    CHECK(id == "sim-node");
    return ReferenceText{"base.toml", std::string(testing::kGoodReference)};
  };
  const auto site = load_reference(
      {"site.toml",
       "[reference]\nid = \"sim-site\"\nrevision = 1\ntitle = \"Site\"\nstatus = \"draft\"\n"
       "extends = \"sim-node\"\n[[criterion]]\nid = \"memory-bandwidth\"\n"
       "min_windows = 5\n"},
      shelf);
  REQUIRE(site);
  CHECK(site->architecture.overlay_chain == std::vector<std::string>{"sim-node", "sim-site"});
  CHECK(site->architecture.criteria[0].min_samples == 5);
  CHECK(site->architecture.criteria[0].at_least->value == 0.85);
  const auto alone = load(site->canonical_toml);
  REQUIRE(alone);
  CHECK(alone->digest == site->digest);
  CHECK(alone->architecture.overlay_chain == site->architecture.overlay_chain);
}

TEST_CASE("load reference: the first mistake is told with its line and how many follow",
          "[schemas][toml]") {
  const auto typo = load(testing::good_reference_but("statistic = \"p05\"", "statistik = \"p05\""));
  REQUIRE_FALSE(typo);
  CHECK(typo.error().kind == ErrorKind::malformed);
  CHECK(typo.error().message ==
        "f.toml:38: criterion memory-bandwidth: unknown key 'statistik' (did you mean "
        "'statistic'?) (and 1 more; see reference "
        "lint)");
}

TEST_CASE("load reference: a floor outside physics does not load", "[schemas][toml]") {
  CHECK_FALSE(load(testing::good_reference_but("value = 0.85", "value = 0.001")));
}

TEST_CASE("load reference: a mistake in the base is told with the base's name", "[schemas][toml]") {
  const ReferenceLookup shelf = [](std::string_view) -> Result<ReferenceText> {
    return ReferenceText{"base.toml", testing::good_reference_but("during =", "durring =")};
  };
  const auto site = load_reference(
      {"site.toml",
       "[reference]\nid = \"s\"\nrevision = 1\ntitle = \"S\"\nextends = \"sim-node\"\n"},
      shelf);
  REQUIRE_FALSE(site);
  CHECK(site.error().message ==
        "base.toml:37: criterion memory-bandwidth: unknown key 'durring' (did you mean 'during'?)");
}
