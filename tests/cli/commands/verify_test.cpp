#include <string>

#include <catch2/catch.hpp>

#include "probes/machine/clock.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/command_run.h"

using namespace rackproof;

namespace {

testing::CommandRun verify_with(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "verify");
  return testing::run_command(add_verify_command, std::move(arguments));
}

}  // namespace

TEST_CASE("verify: unknown options and missing arguments are wrong questions", "[cli]") {
  testing::SmallBundle bundle;
  bundle.sealed();
  testing::overwrite(bundle.beside("key.pub"), bundle.key().public_key().pem());
  const auto key = bundle.beside("key.pub");
  SECTION("53.1 an unknown option") {
    const auto run = verify_with({bundle.path(), "--key", key, "--quiet"});
    CHECK(run.exit_code == 2);
    CHECK_THAT(run.complaints, Catch::Contains("--quiet"));
  }
  SECTION("53.2 an empty list of reports") {
    CHECK(verify_with({}).exit_code == 2);
    const auto run = verify_with({"--key", key});
    CHECK(run.exit_code == 2);
    CHECK_THAT(run.complaints, Catch::Contains("bundle is required"));
  }
  SECTION("53.5 nobody to trust, or two ways of trusting") {
    CHECK(verify_with({bundle.path()}).exit_code == 2);
    CHECK(verify_with({bundle.path(), "--key", key, "--trust", key}).exit_code == 2);
  }
  SECTION("53.6 an option without its value") {
    const auto run = verify_with({bundle.path(), "--key"});
    CHECK(run.exit_code == 2);
    CHECK_THAT(run.complaints, Catch::Contains("--key"));
  }
}

TEST_CASE("verify: the command asks the machine's own clock", "[cli]") {
  testing::SmallBundle bundle;  // issued in November 2026
  bundle.sealed();
  testing::overwrite(bundle.beside("key.pub"), bundle.key().public_key().pem());
  const auto run = verify_with({bundle.path(), "--key", bundle.beside("key.pub"), "--json"});
  const bool past = SystemClock().now() > testing::small_start();
  CHECK(run.exit_code == (past ? 0 : 4));
}
