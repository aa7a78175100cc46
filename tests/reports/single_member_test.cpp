#include "reports/single_member.h"

#include <string>

#include <catch2/catch.hpp>

#include "reports/archive_file.h"
#include "reports/bundle.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using rackproof::testing::SmallBundle;

TEST_CASE("single member: read alike out of a directory and out of an archive",
          "[reports][archive]") {
  const SmallBundle bundle;
  const auto archive = bundle.beside("b.tar");
  REQUIRE(pack_bundle(bundle.path(), archive));
  for (const auto& path : {bundle.path(), archive}) {
    const auto opened = open_bundle(path);
    REQUIRE(opened);
    const auto inventory = read_single_member(*opened, bundle::kInventory);
    REQUIRE(inventory);
    CHECK((inventory->bytes == testing::read_whole(bundle.at(bundle::kInventory))));
    CHECK(read_single_member(*opened, bundle::kStatus).error().kind == ErrorKind::absent);
    CHECK(read_single_member(*opened, "../etc/passwd").error().kind == ErrorKind::absent);
  }
}

TEST_CASE("single member: an archive that is none is refused", "[reports][archive]") {
  const SmallBundle bundle;
  const auto archive = bundle.beside("b.tar");
  testing::overwrite(archive, std::string(2048, 'x'));
  const auto opened = open_bundle(archive);
  REQUIRE(opened);
  CHECK(read_single_member(*opened, bundle::kInventory).error().kind == ErrorKind::untrusted);
}
