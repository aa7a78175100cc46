#include "probes/machine/secret_file.h"

#include <filesystem>

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

std::string secret(const TempDir& directory, mode_t mode, const std::string& text = "hunter2\n") {
  auto path = directory.write("password", text);
  REQUIRE(::chmod(path.c_str(), mode) == 0);
  return path;
}

}  // namespace

TEST_CASE("secret file: what only its owner may read is read", "[machine]") {
  const TempDir directory;
  for (const mode_t mode : {0600U, 0400U}) {
    const auto text = read_secret_file(secret(directory, mode));
    REQUIRE(text);
    CHECK(*text == "hunter2\n");
    std::filesystem::remove(directory.at("password"));
  }
}

TEST_CASE("secret file: one that others may read or write is refused with its mode", "[machine]") {
  const TempDir directory;
  for (const mode_t mode : {0640U, 0604U, 0620U, 0644U, 0601U}) {
    const auto path = secret(directory, mode);
    const auto text = read_secret_file(path);
    REQUIRE_FALSE(text);
    CHECK(text.error().kind == ErrorKind::denied);
    CHECK(text.error().message.starts_with(path + ": is open to others (mode 06"));
    CHECK(text.error().message.find("hunter2") == std::string::npos);
  }
}

TEST_CASE("secret file: one that belongs to another user is refused", "[machine]") {
  if (::geteuid() != 0) {
    return;  // only root can give a file away
  }
  const TempDir directory;
  const auto path = secret(directory, 0600);
  REQUIRE(::chown(path.c_str(), 65534, 65534) == 0);

  const auto text = read_secret_file(path);

  REQUIRE_FALSE(text);
  CHECK(text.error().message ==
        path + ": belongs to user 65534, and user 0 runs this; a secret is its own");
}

TEST_CASE("secret file: one that is not there is trouble, not news", "[machine]") {
  const TempDir directory;
  const auto text = read_secret_file(directory.at("nowhere"));
  REQUIRE_FALSE(text);
  CHECK(text.error().kind == ErrorKind::denied);
}

TEST_CASE("secret file: a directory, a FIFO and a flood are no secrets", "[machine]") {
  const TempDir directory;
  CHECK_FALSE(read_secret_file(directory.path().string()));
  REQUIRE(::mkfifo(directory.at("fifo").c_str(), 0600) == 0);
  CHECK_FALSE(read_secret_file(directory.at("fifo")));
  CHECK(read_secret_file(secret(directory, 0600, std::string(4096, 'x'))));
  CHECK_FALSE(read_secret_file(secret(directory, 0600, std::string(4097, 'x'))));
}
