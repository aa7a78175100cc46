#include "cli/known_key.h"

#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "reports/seal/key_file.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;

namespace {

KeyChoice file(const std::string& path) {
  KeyChoice choice;
  choice.key = path;
  return choice;
}

}  // namespace

TEST_CASE("known key: either half of a pair is the same key", "[cli]") {
  const testing::TempDir dir;
  const auto made = seal::create_key_pair(dir.at("k"));
  REQUIRE(made);
  const auto secret = find_key(file(dir.at("k")));
  const auto known = find_key(file(dir.at("k.pub")));
  REQUIRE(secret);
  REQUIRE(known);
  CHECK(secret->what == "private");
  CHECK(known->what == "public");
  CHECK(secret->key.key_id() == made->key_id());
  CHECK(known->key.key_id() == made->key_id());
}

TEST_CASE("known key: a file that is neither half is refused as no public key", "[cli]") {
  const testing::TempDir dir;
  const auto odd = dir.write("odd", "not a key\n");
  std::filesystem::permissions(odd, std::filesystem::perms::owner_read);
  const auto refused = find_key(file(odd));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::malformed);
  CHECK_THAT(refused.error().message, Catch::Contains("odd"));
}

TEST_CASE("known key: a program that signs nothing is no key", "[cli]") {
  const testing::TempDir dir;
  const auto made = seal::create_key_pair(dir.at("k"));
  REQUIRE(made);
  auto choice = file("command:/bin/false");
  choice.public_key = dir.at("k.pub");
  const auto refused = find_key(choice);
  REQUIRE_FALSE(refused);
  CHECK_THAT(refused.error().message, Catch::Contains("/bin/false"));
}
