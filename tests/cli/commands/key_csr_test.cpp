#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/machine/output_file.h"
#include "tests/support/command_run.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using Catch::Contains;

namespace {

testing::CommandRun key(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "key");
  return testing::run_command(add_key_command, std::move(arguments));
}

}  // namespace

TEST_CASE("key csr: writes a request for role and rack, and says for which", "[cli]") {
  const testing::TempDir dir;
  REQUIRE(key({"new", dir.at("k")}).exit_code == 0);
  const auto made = key({"csr", dir.at("k"), "--out", dir.at("k.csr"), "--role", "collector",
                         "--rack", "AB 7", "--host", "H-1"});
  CHECK(made.exit_code == 0);
  CHECK(made.output == "urn:rackproof:rack:AB%207\nurn:rackproof:host:H-1\n");
  CHECK_THAT(made.complaints, Contains("docs/certificate-authority.md"));
  const auto text = read_file(dir.at("k.csr"), 10'000);
  REQUIRE(text);
  CHECK_THAT(*text, Catch::StartsWith("-----BEGIN CERTIFICATE REQUEST-----"));
  CHECK(text->find("PRIVATE") == std::string::npos);
}

TEST_CASE("key csr: overwrites nothing, and a wrong question leaves nothing behind", "[cli]") {
  const testing::TempDir dir;
  REQUIRE(key({"new", dir.at("k")}).exit_code == 0);
  const auto there = dir.write("there", "precious");
  const auto over = key({"csr", dir.at("k"), "--out", there, "--role", "collector", "--rack", "7"});
  CHECK(over.exit_code == 3);
  CHECK_THAT(over.complaints, Contains("there: exists"));
  CHECK(read_file(there, 100).value() == "precious");

  const auto out = dir.at("none.csr");
  const auto wrong = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"csr", "--out", out});
    const auto run = key(std::move(arguments));
    CHECK(run.exit_code == 2);
    CHECK_FALSE(std::filesystem::exists(out));
    return run.complaints;
  };
  CHECK_THAT(wrong({dir.at("k"), "--role", "king", "--rack", "7"}), Contains("role 'king'"));
  CHECK_THAT(wrong({dir.at("k"), "--role", "collector"}), Contains("needs a rack"));
  CHECK_THAT(wrong({dir.at("away"), "--role", "collector", "--rack", "7"}), Contains("away: "));
  CHECK_THAT(wrong({dir.at("k"), "--role", "collector", "--rack", "7", "--subject", "CN=x"}),
             Contains("a subject begins with '/'"));
}
