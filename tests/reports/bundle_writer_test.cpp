#include "reports/bundle_writer.h"

#include <filesystem>
#include <optional>
#include <string>

#include <catch2/catch.hpp>

#include "reports/bundle.h"
#include "schemas/digest.h"
#include "schemas/json/manifest_json.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::testing::TempDir;

namespace fs = std::filesystem;

TEST_CASE("bundle writer: a bundle appears whole or not at all", "[reports][bundle]") {
  const TempDir dir;
  {
    auto writer = BundleWriter::create(dir.at("out/"));
    REQUIRE(writer);
    REQUIRE(writer->write(bundle::kInventory, "{}"));
    CHECK_FALSE(fs::exists(dir.at("out")));
    CHECK(fs::exists(dir.at("out.part/bundle/inventory.json")));
  }
  CHECK_FALSE(fs::exists(dir.at("out")));
  CHECK_FALSE(fs::exists(dir.at("out.part")));

  auto writer = BundleWriter::create(dir.at("out"));
  REQUIRE(writer);
  REQUIRE(writer->write("logs/a.log", "x"));
  REQUIRE(writer->finish());
  CHECK(testing::read_whole(dir.at("out/logs/a.log")) == "x");
  CHECK_FALSE(fs::exists(dir.at("out.part")));
}

TEST_CASE("bundle writer: nothing that is there is written over", "[reports][bundle]") {
  const TempDir dir;
  dir.write("full/precious", "x");
  dir.write("file", "x");
  dir.write("killed.part/samples.db", "x");
  fs::create_directory(dir.at("empty"));
  dir.link("link", "/nowhere");

  for (const auto* name : {"full", "file", "killed"}) {
    INFO(name);
    CHECK_FALSE(BundleWriter::create(dir.at(name)));
  }
  CHECK(BundleWriter::create(dir.at("empty")));
  CHECK(fs::exists(dir.at("killed.part/samples.db")));
}

TEST_CASE("bundle writer: what came to be there meanwhile is not replaced", "[reports][bundle]") {
  const TempDir dir;
  auto writer = BundleWriter::create(dir.at("out"));
  REQUIRE(writer);
  dir.write("out/precious", "x");
  CHECK_FALSE(writer->finish());
  CHECK(fs::exists(dir.at("out/precious")));
}

TEST_CASE("bundle writer: the manifest lists size and digest of the evidence",
          "[reports][bundle]") {
  const TempDir dir;
  auto writer = BundleWriter::create(dir.at("out"));
  REQUIRE(writer->write(bundle::kInventory, "{}"));
  REQUIRE(writer->write("logs/a.log", ""));
  REQUIRE(writer->write(bundle::kHtml, "<p>"));
  const auto manifest = writer->write_manifest();
  REQUIRE(manifest);
  REQUIRE(manifest->entries.size() == 2);
  CHECK(manifest->entries[0] ==
        ManifestEntry{"inventory.json", 2, sha256_hex("{}"), "application/json", "inventory"});
  CHECK(decode_manifest(testing::read_whole(dir.at("out.part/bundle/manifest.json"))).value() ==
        *manifest);
}

TEST_CASE("bundle writer: a stray file is named instead of sealed", "[reports][bundle]") {
  const TempDir dir;
  auto writer = BundleWriter::create(dir.at("out"));
  dir.write("out.part/bundle/samples.db-wal", "x");
  const auto manifest = writer->write_manifest();
  REQUIRE_FALSE(manifest);
  CHECK(manifest.error().kind == ErrorKind::io);
  CHECK(manifest.error().message.find("samples.db-wal") != std::string::npos);
  CHECK_FALSE(writer->write("stray", "x"));
}
