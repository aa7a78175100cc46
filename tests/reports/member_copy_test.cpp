#include "reports/member_copy.h"

#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "reports/archive_file.h"
#include "reports/bundle.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using rackproof::testing::SmallBundle;

namespace fs = std::filesystem;

TEST_CASE("member copy: a member that changed since it was read is not copied",
          "[reports][bundle]") {
  const SmallBundle small;
  const auto old = read_bundle(small.path());
  auto writer = BundleWriter::create(small.beside("copy"));
  REQUIRE(old);
  REQUIRE(writer);
  const auto copier = MemberCopier::of(*old);
  REQUIRE(copier);
  CHECK(copier->copy(bundle::kInventory, *writer));
  CHECK(testing::read_whole(writer->directory() + "/" + bundle::kInventory) ==
        testing::read_whole(small.at(bundle::kInventory)));
  testing::edit(small.at("logs/idle.log"), [](std::string& text) { text[0] = 'N'; });
  const auto copied = copier->copy("logs/idle.log", *writer);
  REQUIRE_FALSE(copied);
  CHECK(copied.error().kind == ErrorKind::untrusted);
  CHECK_FALSE(fs::exists(writer->directory() + "/logs/idle.log"));
  testing::edit(small.at("logs/idle.log"), [](std::string& text) { text += "longer"; });
  CHECK_FALSE(copier->copy("logs/idle.log", *writer));
}

TEST_CASE("member copy: out of an archive comes what lies in it", "[reports][bundle][archive]") {
  const SmallBundle small;
  const auto archive = small.beside("small.tar");
  REQUIRE(pack_bundle(small.path(), archive));
  const auto old = read_bundle(archive);
  auto writer = BundleWriter::create(small.beside("copy"));
  REQUIRE(old);
  REQUIRE(writer);
  CHECK(old->is_archive);
  const auto copier = MemberCopier::of(*old);
  REQUIRE(copier);
  for (const auto& [path, member] : old->members) {
    INFO(path);
    CHECK(copier->copy(path, *writer));
    CHECK((testing::read_whole(writer->directory() + "/" + path) ==
           testing::read_whole(small.at(path))));
  }
  SECTION("and nothing where it was changed meanwhile") {
    auto again = BundleWriter::create(small.beside("again"));
    REQUIRE(again);
    testing::edit(archive, [](std::string& bytes) {
      const auto at = bytes.find("nothing to say");
      REQUIRE(at != std::string::npos);
      bytes[at] = 'N';
    });
    const auto copied = copier->copy("logs/idle.log", *again);
    REQUIRE_FALSE(copied);
    CHECK(copied.error().kind == ErrorKind::untrusted);
    CHECK_FALSE(fs::exists(again->directory() + "/logs/idle.log"));
  }
}
