#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/seal/key_file.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/command_run.h"

using namespace rackproof;
using testing::run_command;
using testing::SmallBundle;

namespace fs = std::filesystem;

namespace {

testing::CommandRun bundle_command(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "bundle");
  return run_command(add_bundle_command, std::move(arguments));
}

testing::CommandRun verify_with(const SmallBundle& bundle, const std::string& path) {
  const auto key = bundle.beside("key.pub");
  testing::overwrite(key, bundle.key().public_key().pem());
  return run_command(add_verify_command, {"verify", path, "--key", key});
}

}  // namespace

TEST_CASE("bundle pack: the archive verifies, and nothing is written over", "[cli][bundle]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto archive = bundle.beside("bundle.tar");
  const auto packed = bundle_command({"pack", bundle.path(), "-o", archive});
  CHECK(packed.complaints.empty());
  CHECK(packed.exit_code == 0);
  const auto verified = verify_with(bundle, archive);
  CHECK_THAT(verified.output, Catch::Contains("integrity  ok"));
  CHECK_THAT(verified.output, Catch::Contains("identity   ok"));

  const auto again = bundle_command({"pack", bundle.path(), "-o", archive});
  CHECK(again.exit_code == 3);
  CHECK_THAT(again.complaints, Catch::Contains("exists already"));
}

TEST_CASE("bundle pack: a bundle that does not agree with itself is not packed", "[cli][bundle]") {
  const SmallBundle bundle;
  testing::edit(bundle.at("logs/idle.log"), [](std::string& text) { text[0] = 'N'; });
  const auto packed = bundle_command({"pack", bundle.path(), "-o", bundle.beside("x.tar")});
  CHECK(packed.exit_code == 4);
  CHECK_FALSE(fs::exists(bundle.beside("x.tar")));
}

TEST_CASE("bundle inspect: members of a directory and of an archive are listed", "[cli][bundle]") {
  const SmallBundle bundle;
  const auto archive = bundle.beside("bundle.tar");
  REQUIRE(bundle_command({"pack", bundle.path(), "-o", archive}).exit_code == 0);
  const auto of_directory = bundle_command({"inspect", bundle.path()});
  CHECK(of_directory.exit_code == 0);
  CHECK_THAT(of_directory.output, Catch::Contains("logs/idle.log"));
  CHECK(of_directory.output == bundle_command({"inspect", archive}).output);
  CHECK_THAT(bundle_command({"inspect", archive, "--json"}).output,
             Catch::Contains("\"format\": \"rackproof-bundle/1\""));
  CHECK(bundle_command({"inspect", bundle.beside("none")}).exit_code == 3);
}

TEST_CASE("bundle redact: a copy without a log verifies and says so", "[cli][bundle]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto out = bundle.beside("redacted");
  const auto redacted = bundle_command({"redact", bundle.path(), "--withhold", "logs/idle.log",
                                        "--reason", "names of a customer", "--out", out});
  CHECK(redacted.complaints.empty());
  CHECK(redacted.exit_code == 0);
  const auto verified = verify_with(bundle, out);
  CHECK_THAT(verified.output, Catch::Contains("logs/idle.log (names of a customer)"));
  CHECK_THAT(bundle_command({"inspect", out}).output,
             Catch::Contains("withheld: names of a customer"));
}

TEST_CASE("bundle redact: what was asked wrongly is usage, and nothing is made", "[cli][bundle]") {
  const SmallBundle bundle;
  const auto out = bundle.beside("redacted");
  const auto asked = [&](std::vector<std::string> more) {
    std::vector<std::string> words{"redact", bundle.path(), "--reason", "why", "--out", out};
    words.insert(words.end(), more.begin(), more.end());
    return bundle_command(words);
  };
  CHECK(asked({}).exit_code == 2);
  CHECK(asked({"--withhold", "samples.db"}).exit_code == 2);
  CHECK(asked({"--show", "logs/idle.log"}).exit_code == 2);
  CHECK(asked({"--show", "logs/idle.log=" + bundle.beside("no-file")}).exit_code != 0);
  CHECK_FALSE(fs::exists(out));
}

TEST_CASE("bundle redact: of an archive comes an archive, and both seals hold",
          "[cli][bundle][archive]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto archive = bundle.beside("bundle.tar");
  REQUIRE(bundle_command({"pack", bundle.path(), "-o", archive}).exit_code == 0);
  const auto out = bundle.beside("redacted.tar");
  const auto redacted = bundle_command({"redact", archive, "--withhold", "logs/idle.log",
                                        "--reason", "names of a customer", "--out", out});
  INFO(redacted.complaints);
  CHECK(redacted.exit_code == 0);
  CHECK(fs::is_regular_file(out));
  CHECK_FALSE(fs::exists(out + ".part"));
  const auto verified = verify_with(bundle, out);
  CHECK_THAT(verified.output, Catch::Contains("integrity  ok") &&
                                  Catch::Contains("logs/idle.log (names of a customer)"));
  const auto directory = bundle.beside("redacted");
  REQUIRE(bundle_command({"redact", bundle.path(), "--withhold", "logs/idle.log", "--reason",
                          "names of a customer", "--out", directory})
              .exit_code == 0);
  REQUIRE(bundle_command({"pack", directory, "-o", bundle.beside("packed.tar")}).exit_code == 0);
  CHECK((testing::read_whole(out) == testing::read_whole(bundle.beside("packed.tar"))));
}
