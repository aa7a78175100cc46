#include "schemas/json/manifest_json.h"

#include <string>

#include <catch2/catch.hpp>

#include "tests/support/documents.h"

using namespace rackproof;

namespace {

std::string manifest_refusal(const std::string& path) {
  Manifest manifest{.entries = {{path, 1, std::string(64, 'a'), "text/plain", "log"}}};
  const auto decoded = decode_manifest(encode_manifest(manifest));
  return decoded ? "accepted" : decoded.error().message;
}

}  // namespace

TEST_CASE("manifest json: comes back exactly", "[schemas][json]") {
  const auto manifest = testing::example_manifest();
  CHECK(decode_manifest(encode_manifest(manifest)).value() == manifest);
  CHECK(decode_manifest(encode_manifest(Manifest{})).value() == Manifest{});
}

TEST_CASE("manifest json: no path leads out of the bundle", "[schemas][json]") {
  CHECK(manifest_refusal("logs/a-b_c.1.log") == "accepted");
  for (const auto* path : {"", "/etc/passwd", "../x", "a/../b", "a//b", "a/", "./a", "a\\b", "C:a",
                           "-rf", "a/-b", "a\nb", "a.", "a ", "caf\xC3\xA9"}) {
    CAPTURE(path);
    CHECK(manifest_refusal(path).find("is not a path inside a bundle") != std::string::npos);
  }
  CHECK_FALSE(is_bundle_path(std::string(4096, 'a')));
}

TEST_CASE("manifest json: one file cannot stand twice under two spellings", "[schemas][json]") {
  const std::string digest(64, 'a');
  Manifest manifest{.entries = {{"A", 1, digest, "", ""}, {"a", 1, digest, "", ""}}};
  CHECK(decode_manifest(encode_manifest(manifest)).error().message ==
        "entries: not sorted by path and unique at 'a'");
  manifest.entries[1].path = "A";
  CHECK_FALSE(decode_manifest(encode_manifest(manifest)));
  manifest.entries = {{"a", 1, "abc", "", ""}};
  CHECK_FALSE(decode_manifest(encode_manifest(manifest)));
}

TEST_CASE("manifest json: a newer manifest is refused by name", "[schemas][json]") {
  const auto newer = decode_manifest(R"({"format":"rackproof-manifest/2","members":[]})");
  REQUIRE_FALSE(newer);
  CHECK(newer.error().kind == ErrorKind::unsupported);
}

TEST_CASE("manifest json: one that was made to fill memory is refused at the first value too many",
          "[schemas][json]") {
  const auto refusal = [](const std::string& entries) {
    const auto read =
        decode_manifest(R"({"format":"rackproof-manifest/1","entries":[)" + entries + "]}");
    return read ? "accepted" : read.error().message;
  };
  SECTION("45.32 millions of entries that are none") {
    std::string entries = "[]";
    for (int i = 0; i < 1'000'000; ++i) {
      entries += ",[]";
    }
    CHECK(refusal(entries).find("more than 100000 values") != std::string::npos);
  }
  SECTION("45.33 entries inside one another") {
    CHECK(refusal("[[[]]]").find("more than 4 levels") != std::string::npos);
  }
  SECTION("ten thousand members are listed") {
    Manifest manifest;
    for (int i = 10'000; i < 20'000; ++i) {
      manifest.entries.push_back({"logs/" + std::to_string(i), 1, std::string(64, 'a'), "", "log"});
    }
    CHECK(decode_manifest(encode_manifest(manifest)).value() == manifest);
  }
}
