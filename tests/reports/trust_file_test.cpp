#include "reports/trust_file.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "reports/seal/key_file.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::seal::Role;
using rackproof::testing::TempDir;

namespace {

std::string entry(const std::string& key, const std::string& roles) {
  return "[[key]]\npublic_key = \"" + key + "\"\nroles = [" + roles + "]\n";
}

}  // namespace

TEST_CASE("trust file: keys are read from beside it or from within it", "[reports][seal]") {
  const TempDir dir;
  const auto beside = seal::create_key_pair(dir.at("site.key"));
  const auto within = seal::PrivateKey::generate();
  const auto path = dir.write(
      "trust.toml", entry("site.key.pub", "\"collector\"") + "[[key]]\npublic_key = '''\n" +
                        within->public_key().pem() + "'''\nroles = [\"certifier\"]\n");

  const auto trust = load_trust(path);

  REQUIRE(trust);
  CHECK(trust->signers.keys_for(Role::collector) == std::vector{*beside});
  CHECK(trust->signers.keys_for(Role::certifier) == std::vector{within->public_key()});
}

TEST_CASE("52.6 a trust file that holds a private key is refused by name", "[reports][seal]") {
  const TempDir dir;
  REQUIRE(seal::create_key_pair(dir.at("site.key")));
  const auto trust = load_trust(dir.write("trust.toml", entry("site.key", "\"collector\"")));
  REQUIRE_FALSE(trust);
  CHECK(trust.error().message.find("this is a private key") != std::string::npos);
}

TEST_CASE("52.7 one key in two entries is refused", "[reports][seal]") {
  const TempDir dir;
  REQUIRE(seal::create_key_pair(dir.at("k")));
  CHECK_FALSE(load_trust(
      dir.write("t", entry("k.pub", "\"collector\"") + entry("k.pub", "\"certifier\""))));
}

TEST_CASE("trust file: what is no plain file, or has no end, is not read", "[reports][seal]") {
  const TempDir dir;
  SECTION("18.6 a FIFO that nobody writes to") {
    REQUIRE(::mkfifo(dir.at("t").c_str(), 0600) == 0);
    CHECK_THAT(load_trust(dir.at("t")).error().message, Catch::Contains("is a FIFO"));
  }
  SECTION("18.7 a FIFO for a key") {
    REQUIRE(::mkfifo(dir.at("k.pub").c_str(), 0600) == 0);
    const auto trust = load_trust(dir.write("t", entry("k.pub", "\"collector\"")));
    REQUIRE_FALSE(trust);
    CHECK_THAT(trust.error().message, Catch::Contains("k.pub"));
  }
  SECTION("18.8 a file of 1 GB with nothing in it") {
    std::filesystem::resize_file(dir.write("t", ""), std::uintmax_t{1} << 30);
    CHECK_THAT(load_trust(dir.at("t")).error().message, Catch::Contains("longer than"));
  }
}

TEST_CASE("52.8 a key file in the working directory is not one beside the trust file",
          "[reports][seal]") {
  const TempDir dir;
  REQUIRE(seal::create_key_pair(dir.at("k")));
  const auto trust_file = dir.write("elsewhere/t", entry("k.pub", "\"collector\""));
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(dir.path());
  const auto trust = load_trust(trust_file);
  std::filesystem::current_path(before);
  REQUIRE_FALSE(trust);
  CHECK(trust.error().kind == ErrorKind::absent);
  CHECK_THAT(trust.error().message, Catch::Contains("elsewhere/k.pub"));
}

TEST_CASE("trust file: a typo, no role, an unknown role and an empty file are refused",
          "[reports][seal]") {
  const TempDir dir;
  REQUIRE(seal::create_key_pair(dir.at("k")));
  const auto refused = [&dir](const std::string& text) {
    const auto trust = load_trust(dir.write("t", text));
    return !trust && trust.error().kind == ErrorKind::malformed;
  };
  CHECK(refused(""));
  CHECK(refused(entry("k.pub", "")));
  CHECK(refused(entry("k.pub", "\"owner\"")));
  CHECK(refused(entry("k.pub", "\"collector\"") + "rolls = 1\n"));
  CHECK(refused("[[keys]]\n"));
  CHECK(refused("[[key]]\nroles = [\"collector\"]\n"));
  CHECK(refused("not toml"));
}

TEST_CASE("trust file: a file that is not there is said to be absent", "[reports][seal]") {
  const TempDir dir;
  CHECK(load_trust(dir.at("none")).error().kind == ErrorKind::absent);
  CHECK(load_trust(dir.write("t", entry("none.pub", "\"collector\""))).error().kind ==
        ErrorKind::absent);
}

TEST_CASE("trust file: a reference that is listed by name alone is remarked", "[reports][seal]") {
  const TempDir dir;
  REQUIRE(seal::create_key_pair(dir.at("k")));
  const auto notes = [&dir](const std::string& digests) {
    const auto found =
        lint_trust(entry("k.pub", "\"collector\", \"certifier\"") +
                       "[[policy.reference]]\nid = \"tiny\"\nminimum_revision = 3\n" + digests,
                   "t", dir.path(), UtcTime{});
    return std::count_if(found.begin(), found.end(), [](const Finding& each) {
      return each.severity == LintLevel::note &&
             each.text.find("'tiny' lists no digests") != std::string::npos;
    });
  };
  CHECK(notes("") == 1);
  CHECK(notes("digests = [\"" + std::string(64, 'a') + "\"]\n") == 0);
}
