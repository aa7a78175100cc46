#include <filesystem>
#include <string>

#include <catch2/catch.hpp>
#include <sys/stat.h>

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

TEST_CASE("key show: a private key that others may read says so", "[cli]") {
  const testing::TempDir dir;
  key({"new", dir.at("k")});
  ::chmod(dir.at("k").c_str(), 0644);
  const auto shown = key({"show", dir.at("k")});
  CHECK(shown.exit_code == 3);
  CHECK_THAT(shown.complaints, Catch::Contains("chmod 600"));
}

TEST_CASE("key: a directory, nothing, and what is not built are wrong questions", "[cli]") {
  const testing::TempDir dir;
  CHECK(key({"show", dir.path().string()}).exit_code == 2);
  CHECK(key({"show", dir.at("none")}).exit_code == 2);
  CHECK(key({"csr", dir.at("k")}).exit_code == 2);
  CHECK(key({}).exit_code == 2);
}
