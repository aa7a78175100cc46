#include "reports/seal/key_file.h"

#include <filesystem>
#include <string>

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/temp_dir.h"

using rackproof::ErrorKind;
using rackproof::SecretText;
using rackproof::testing::TempDir;
using namespace rackproof::seal;

namespace fs = std::filesystem;

TEST_CASE("key file: a new pair is 0600 and readable again", "[reports][seal]") {
  const TempDir dir;
  const auto path = dir.at("site.key");

  const auto made = create_key_pair(path);

  REQUIRE(made);
  CHECK((fs::status(path).permissions() & fs::perms::all) ==
        (fs::perms::owner_read | fs::perms::owner_write));
  const auto secret = load_private_key(path);
  const auto known = load_public_key(path + ".pub");
  REQUIRE(secret);
  REQUIRE(known);
  CHECK(secret->public_key() == *made);
  CHECK(*known == *made);
}

TEST_CASE("key file: a pair may be P-256 and encrypted, and opens by what it was encrypted with",
          "[reports][seal]") {
  const TempDir dir;
  const auto made = create_key_pair(
      dir.at("k"), {.algorithm = KeyAlgorithm::p256, .passphrase = SecretText("correct horse")});
  REQUIRE(made);
  CHECK(made->algorithm() == KeyAlgorithm::p256);
  std::string asked;
  const auto answering = [&asked](const char* words) {
    return [&asked, words](const std::string& prompt) {
      asked = prompt;
      return rackproof::Result<SecretText>(SecretText(words));
    };
  };
  CHECK(load_private_key(dir.at("k"), answering("correct horse"))->public_key() == *made);
  CHECK(asked == "passphrase of " + dir.at("k") + ": ");
  CHECK(load_private_key(dir.at("k"), answering("wrong")).error().message ==
        dir.at("k") + ": the passphrase does not open this key");
  CHECK(load_private_key(dir.at("k")).error().message ==
        dir.at("k") + ": an encrypted private key; its passphrase is needed");
}

TEST_CASE("key file: who has no passphrase to give is told so, and a plain key asks for none",
          "[reports][seal]") {
  const TempDir dir;
  REQUIRE(create_key_pair(dir.at("k"), {.passphrase = SecretText("x")}));
  REQUIRE(create_key_pair(dir.at("plain")));
  int questions = 0;
  const auto silent = [&questions](const std::string&) {
    ++questions;
    return rackproof::Result<SecretText>(rackproof::Error{ErrorKind::denied, "nobody here"});
  };
  CHECK(load_private_key(dir.at("k"), silent).error().message == dir.at("k") + ": nobody here");
  CHECK(load_private_key(dir.at("plain"), silent));
  CHECK(questions == 1);
}

TEST_CASE("key file: neither half of a pair is ever overwritten", "[reports][seal]") {
  const TempDir dir;
  const auto only_private = dir.write("a", "precious");
  dir.write("b.pub", "precious");
  dir.link("c", "/nowhere");

  for (const auto* name : {"a", "b", "c"}) {
    const auto made = create_key_pair(dir.at(name));
    REQUIRE_FALSE(made);
    CHECK(made.error().message.find("a key is never overwritten") != std::string::npos);
  }
  CHECK(fs::file_size(only_private) == 8);
  CHECK_FALSE(fs::exists(dir.at("b")));
}

TEST_CASE("key file: a private key that others may read is refused", "[reports][seal]") {
  const TempDir dir;
  REQUIRE(create_key_pair(dir.at("k")));
  ::chmod(dir.at("k").c_str(), 0640);
  const auto key = load_private_key(dir.at("k"));
  REQUIRE_FALSE(key);
  CHECK(key.error().kind == ErrorKind::denied);
}

TEST_CASE("key file: a directory, a FIFO, nothing and noise are refused in one sentence",
          "[reports][seal]") {
  const TempDir dir;
  fs::create_directory(dir.at("directory"));
  REQUIRE(::mkfifo(dir.at("fifo").c_str(), 0600) == 0);
  dir.write("noise", std::string(9000, 'x'));
  ::chmod(dir.at("noise").c_str(), 0600);

  CHECK(load_private_key(dir.at("directory")).error().message ==
        dir.at("directory") + ": is a directory, not a key file");
  CHECK(load_private_key(dir.at("fifo")).error().message ==
        dir.at("fifo") + ": is not a regular file");
  CHECK(load_private_key(dir.at("nothing")).error().kind == ErrorKind::absent);
  CHECK(load_private_key(dir.at("noise")).error().message ==
        dir.at("noise") + ": too long for a key file");
  CHECK(load_public_key(dir.at("directory")).error().kind == ErrorKind::malformed);
}

TEST_CASE("key file: the halves of a pair are not taken for one another", "[reports][seal]") {
  const TempDir dir;
  REQUIRE(create_key_pair(dir.at("k")));
  ::chmod(dir.at("k.pub").c_str(), 0600);
  CHECK(load_private_key(dir.at("k.pub")).error().message ==
        dir.at("k.pub") + ": this is a public key; a private key is expected here");
  CHECK(load_public_key(dir.at("k")).error().message ==
        dir.at("k") + ": this is a private key; a public key is expected here");
}
