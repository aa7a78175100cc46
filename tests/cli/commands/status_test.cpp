#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/seal/key_file.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/command_run.h"

using namespace rackproof;
using rackproof::testing::SmallBundle;

namespace {

testing::CommandRun status_with(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "status");
  return testing::run_command(add_status_command, std::move(arguments));
}

/// A sealed bundle, a key and a begun list beside it.
struct Office {
  SmallBundle bundle;
  std::string key = bundle.beside("k");
  std::string file = bundle.beside("status.dsse.json");

  Office() {
    bundle.sealed();
    REQUIRE(seal::create_key_pair(key));
    REQUIRE(status_with({"new", "--out", file, "--key", key, "--issuer", "Lab"}).exit_code == 0);
  }
};

}  // namespace

TEST_CASE("status: new, set, renew and show say what they did", "[cli]") {
  const Office office;
  const auto set = status_with({"set", office.file, office.bundle.path(), "--to", "withdrawn",
                                "--reason", "wrong meter", "--key", office.key});
  INFO(set.complaints);
  CHECK(set.exit_code == 0);
  CHECK_THAT(set.output, Catch::Contains("status list 2 of Lab, 1 report, next update"));
  CHECK(status_with({"renew", office.file, "--key", office.key}).exit_code == 0);
  const auto shown = status_with({"show", office.file, "--key", office.key + ".pub"});
  CHECK(shown.exit_code == 0);
  CHECK_THAT(shown.output, Catch::Contains("status list 3 of Lab") &&
                               Catch::Contains(": wrong meter") &&
                               Catch::Contains(office.bundle.report().report_id) &&
                               !Catch::Contains("not asked"));
  const auto json = status_with({"show", office.file, "--json"});
  CHECK_THAT(json.output, Catch::Contains("report-status/v1") && Catch::Contains("\"withdrawn\""));
}

TEST_CASE("status show: says when nobody asked who signed, and refuses a stranger's list",
          "[cli]") {
  const Office office;
  const auto shown = status_with({"show", office.file});
  CHECK(shown.exit_code == 0);
  CHECK_THAT(shown.output, Catch::Contains("who signed it was not asked"));
  const auto other = office.bundle.beside("other");
  REQUIRE(seal::create_key_pair(other));
  const auto refused = status_with({"show", office.file, "--key", other + ".pub"});
  CHECK(refused.exit_code == 4);
  CHECK(refused.output.empty());
  CHECK(status_with({"show", office.bundle.beside("missing")}).exit_code == 2);
  CHECK(status_with({"show"}).exit_code == 2);
}
