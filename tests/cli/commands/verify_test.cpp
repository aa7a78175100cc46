#include <iostream>
#include <streambuf>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "probes/machine/clock.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/command_run.h"

using namespace rackproof;

namespace {

testing::CommandRun verify_with(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "verify");
  return testing::run_command(add_verify_command, std::move(arguments));
}

/// Takes nothing, as a full disk.
class Full : public std::streambuf {};

}  // namespace

TEST_CASE("53.14 an answer that cannot be written is no success", "[cli]") {
  testing::SmallBundle bundle;  // issued in November 2026
  bundle.sealed();
  testing::overwrite(bundle.beside("key.pub"), bundle.key().public_key().pem());
  CLI::App app{"test", "rackproof"};
  auto code = ExitCode::done;
  add_verify_command(app, code);
  Full full;
  auto* const before = std::cout.rdbuf(&full);
  const testing::Redirected complaints(std::cerr);
  std::vector<std::string> reversed{bundle.beside("key.pub"), "--key", bundle.path(), "verify"};
  app.parse(reversed);
  std::cout.rdbuf(before);
  CHECK(code >= ExitCode::failed);
  CHECK_THAT(complaints.text(), Catch::Contains("could not be written"));
}

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
  SECTION("53.13 an option whose value is empty, as of a variable that is not set") {
    testing::overwrite(bundle.beside("trust.toml"),
                       "[trust]\nname = \"t\"\nsequence = 1\n\n[[key]]\npublic_key = \"key.pub\"\n"
                       "roles = [\"collector\", \"certifier\"]\n");
    const auto trust = bundle.beside("trust.toml");
    for (const auto* option : {"--seen", "--status"}) {
      const auto run = verify_with({bundle.path(), "--trust", trust, option, ""});
      INFO(option);
      CHECK(run.exit_code == 2);
      CHECK_THAT(run.complaints, Catch::Contains(option) && Catch::Contains("given and empty"));
    }
    CHECK(verify_with({bundle.path(), "--trust", ""}).exit_code == 2);
    CHECK(verify_with({"", "--key", key}).exit_code == 2);
  }
  SECTION("53.6 an option without its value") {
    const auto run = verify_with({bundle.path(), "--key"});
    CHECK(run.exit_code == 2);
    CHECK_THAT(run.complaints, Catch::Contains("--key"));
  }
}

TEST_CASE(
    "52.13 what the environment says of libcrypto, by name in the working directory, is not read",
    "[cli]") {
  testing::SmallBundle bundle;  // issued in November 2026
  bundle.sealed();
  testing::overwrite(bundle.beside("key.pub"), bundle.key().public_key().pem());
  testing::overwrite(bundle.beside("openssl.cnf"),
                     "openssl_conf = init\n[init]\nalg_section = algorithms\n"
                     "[algorithms]\ndefault_properties = provider=nobody\n");
  const auto verified = [&bundle](std::vector<std::string> environment) {
    ChildCommand command;
    command.argv = {std::string(RACKPROOF_PROGRAM) + "-verify", bundle.path(), "--key", "key.pub"};
    command.environment = std::move(environment);
    command.directory = bundle.beside("");
    return run_child(command, {}, {}).value();
  };
  const auto plain = verified({});
  const auto hostile = verified({"OPENSSL_CONF=openssl.cnf"});
  CHECK_THAT(plain.output, Catch::Contains("integrity  ok"));
  CHECK(hostile.output == plain.output);
  CHECK(hostile.exit_code == plain.exit_code);
}

TEST_CASE("verify: the command asks the machine's own clock", "[cli]") {
  testing::SmallBundle bundle;  // issued in November 2026
  bundle.sealed();
  testing::overwrite(bundle.beside("key.pub"), bundle.key().public_key().pem());
  const auto run = verify_with({bundle.path(), "--key", bundle.beside("key.pub"), "--json"});
  const bool past = SystemClock().now() > testing::small_start();
  CHECK(run.exit_code == (past ? 0 : 4));
}
