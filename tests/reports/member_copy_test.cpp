#include "reports/member_copy.h"

#include <catch2/catch.hpp>

#include "reports/archive_file.h"
#include "reports/bundle.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using rackproof::testing::SmallBundle;

TEST_CASE("member copy: a member that changed since it was read is not copied",
          "[reports][bundle]") {
  const SmallBundle small;
  const auto old = read_bundle(small.path());
  auto writer = BundleWriter::create(small.beside("copy"));
  REQUIRE(old);
  REQUIRE(writer);
  CHECK(copy_member(bundle::kInventory, *old, *writer));
  testing::edit(small.at("logs/idle.log"), [](std::string& text) { text[0] = 'N'; });
  const auto copied = copy_member("logs/idle.log", *old, *writer);
  REQUIRE_FALSE(copied);
  CHECK(copied.error().kind == ErrorKind::untrusted);
}

TEST_CASE("member copy: an archive is to be unpacked first", "[reports][bundle]") {
  const SmallBundle small;
  const auto archive = small.beside("small.tar");
  REQUIRE(pack_bundle(small.path(), archive));
  const auto old = read_bundle(archive);
  auto writer = BundleWriter::create(small.beside("copy"));
  REQUIRE(old);
  REQUIRE(writer);
  const auto copied = copy_member(bundle::kInventory, *old, *writer);
  REQUIRE_FALSE(copied);
  CHECK_THAT(copied.error().message, Catch::Contains("is an archive; unpack it first"));
}
