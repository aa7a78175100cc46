#include "reports/trust_file.h"

#include <string>

#include <catch2/catch.hpp>

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
