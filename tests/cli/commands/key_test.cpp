#include <filesystem>
#include <string>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/stat.h>

#include "probes/machine/descriptor.h"
#include "probes/machine/output_file.h"
#include "schemas/json/strict_json.h"
#include "tests/support/command_run.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;

namespace {

testing::CommandRun key(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "key");
  return testing::run_command(add_key_command, std::move(arguments));
}

}  // namespace

TEST_CASE("key new: writes a pair, prints its fingerprint, never overwrites", "[cli]") {
  const testing::TempDir dir;
  const auto made = key({"new", dir.at("k")});
  CHECK(made.exit_code == 0);
  CHECK_THAT(made.output, Catch::StartsWith("SHA256:"));
  const auto before = std::filesystem::last_write_time(dir.at("k"));

  const auto again = key({"new", dir.at("k")});
  CHECK(again.exit_code == 3);
  CHECK_THAT(again.complaints, Catch::Contains("never overwritten"));
  CHECK(std::filesystem::last_write_time(dir.at("k")) == before);
}

TEST_CASE("key show: either half tells the same fingerprint", "[cli]") {
  const testing::TempDir dir;
  const auto made = key({"new", dir.at("k")}).output;
  const auto fingerprint = made.substr(0, made.find('\n'));
  const auto secret = key({"show", dir.at("k")});
  const auto known = key({"show", dir.at("k.pub")});
  CHECK_THAT(secret.output, Catch::StartsWith(fingerprint + " private\n"));
  CHECK_THAT(known.output, Catch::StartsWith(fingerprint + " public\n"));
  CHECK(secret.output.find("PRIVATE") == std::string::npos);
}

TEST_CASE("key: what was made and what is shown are told as documents", "[cli]") {
  const testing::TempDir dir;
  const auto made = parse_strict_json(key({"new", dir.at("k"), "--json"}).output);
  REQUIRE(made);
  CHECK(*made->find("format")->if_string() == "rackproof-key-new/1");
  CHECK(*made->find("algorithm")->if_string() == "ed25519");
  CHECK_FALSE(*made->find("encrypted")->if_boolean());
  CHECK(*made->find("publicKey")->if_string() == dir.at("k.pub"));
  const auto shown = parse_strict_json(key({"show", dir.at("k"), "--json"}).output);
  REQUIRE(shown);
  CHECK(*shown->find("format")->if_string() == "rackproof-key/1");
  CHECK(*shown->find("what")->if_string() == "private");
  CHECK(*shown->find("keyId")->if_string() == *made->find("keyId")->if_string());
  CHECK(*shown->find("publicKey")->if_string() == read_file(dir.at("k.pub"), 1000).value());
}

TEST_CASE("key show: a private key that others may read says so", "[cli]") {
  const testing::TempDir dir;
  key({"new", dir.at("k")});
  ::chmod(dir.at("k").c_str(), 0644);
  const auto shown = key({"show", dir.at("k")});
  CHECK(shown.exit_code == 3);
  CHECK_THAT(shown.complaints, Catch::Contains("chmod 600"));
}

TEST_CASE("key new: the algorithm may be chosen, and a passphrase from a descriptor encrypts",
          "[cli]") {
  const testing::TempDir dir;
  const auto passphrase = dir.write("passphrase", "correct horse\n");
  const auto descriptor = [&passphrase] {
    return Descriptor(::open(passphrase.c_str(), O_RDONLY | O_CLOEXEC));
  };
  const auto first = descriptor();
  const auto made = key(
      {"new", dir.at("k"), "--algorithm", "p256", "--passphrase-fd", std::to_string(first.get())});
  CHECK(made.exit_code == 0);
  CHECK(
      read_file(dir.at("k"), 4096).value().starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
  const auto fingerprint = made.output.substr(0, made.output.find('\n'));

  const auto again = descriptor();
  const auto shown = key({"show", dir.at("k"), "--passphrase-fd", std::to_string(again.get())});
  CHECK(shown.exit_code == 0);
  CHECK_THAT(shown.output, Catch::StartsWith(fingerprint + " private\n"));
  CHECK(key({"show", dir.at("k"), "--passphrase-fd", "987"}).exit_code == 3);

  const auto other = key({"new", dir.at("other"), "--algorithm", "rsa"});
  CHECK(other.exit_code == 2);
  CHECK(other.complaints == "rackproof key: --algorithm ed25519 or p256\n");
}

TEST_CASE("key: a directory, nothing, and a request for nothing are wrong questions", "[cli]") {
  const testing::TempDir dir;
  CHECK(key({"show", dir.path().string()}).exit_code == 2);
  CHECK(key({"show", dir.at("none")}).exit_code == 2);
  CHECK(key({"csr", dir.at("k")}).exit_code == 2);
  CHECK(key({}).exit_code == 2);
}
