#include "certsuite/architectures/find.h"

#include <catch2/catch.hpp>

#include "certsuite/architectures/builtin.h"
#include "probes/machine/output_file.h"
#include "tests/support/reference_text.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;

namespace {

constexpr std::string_view kSite =
    "[reference]\nid = \"site\"\nrevision = 1\ntitle = \"Site\"\nstatus = \"draft\"\n";

}  // namespace

TEST_CASE("find reference: every built-in is found under the id it gives itself",
          "[certsuite][architectures]") {
  REQUIRE_FALSE(builtin_references().empty());
  for (const auto& builtin : builtin_references()) {
    const auto found = find_reference(std::string(builtin.id));
    INFO((found ? "" : found.error().message));
    REQUIRE(found);
    CHECK(found->architecture.id == builtin.id);
  }
}

TEST_CASE("find reference: a mistyped name is answered with the one that was meant",
          "[certsuite][architectures]") {
  const auto found = find_reference("host-x86-64");
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::absent);
  CHECK_THAT(found.error().message, Catch::Contains("did you mean 'host-x86_64'?"));
}

TEST_CASE("find reference: a file may extend a built-in and a file beside it",
          "[certsuite][architectures]") {
  const testing::TempDir dir;
  const auto base = dir.at("sim-node.toml");
  const auto over_file = dir.at("site.toml");
  const auto over_builtin = dir.at("mine.toml");
  REQUIRE(write_file(base, testing::kGoodReference));
  REQUIRE(write_file(over_file, std::string(kSite) + "extends = \"sim-node\"\n"));
  REQUIRE(write_file(over_builtin, std::string(kSite) + "extends = \"host-x86_64\"\n"));

  const auto site = find_reference(over_file);
  REQUIRE(site);
  CHECK(site->architecture.overlay_chain == std::vector<std::string>{"sim-node", "site"});
  const auto mine = find_reference(over_builtin);
  REQUIRE(mine);
  CHECK(mine->architecture.criteria.size() > 5);
}

TEST_CASE("find reference: a file that is not there or is a directory says so",
          "[certsuite][architectures]") {
  const testing::TempDir dir;
  CHECK(find_reference(dir.at("gone.toml")).error().kind == ErrorKind::absent);
  CHECK_THAT(find_reference(dir.path().string() + "/").error().message,
             Catch::Contains("is a directory"));
  REQUIRE(write_file(dir.at("x.toml"), std::string(kSite) + "extends = \"../../etc/passwd\"\n"));
  CHECK_FALSE(find_reference(dir.at("x.toml")));
}
