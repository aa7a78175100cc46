#include <string>

#include <catch2/catch.hpp>

#include "reports/seal/key_file.h"
#include "tests/support/command_run.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;

namespace {

testing::CommandRun trust_with(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "trust");
  return testing::run_command(add_trust_command, std::move(arguments));
}

/// Beside a.pub: a file that trusts it in both roles, after and before other lines.
std::string trust_file(const testing::TempDir& dir, const std::string& head,
                       const std::string& more) {
  REQUIRE(seal::create_key_pair(dir.at("a")));
  return dir.write("trust.toml", head +
                                     "[[key]]\npublic_key = \"a.pub\"\n"
                                     "roles = [\"collector\", \"certifier\"]\n" +
                                     more);
}

}  // namespace

TEST_CASE("trust lint: a file without fault has notes at most", "[cli]") {
  const testing::TempDir dir;
  const auto file = trust_file(dir, "[trust]\nname = \"a\"\nsequence = 1\n",
                               "not_after = \"2199-01-01T00:00:00Z\"\n");
  const auto run = trust_with({"lint", file});
  CHECK(run.exit_code == 0);
  CHECK(run.output == "0 findings\n");
}

TEST_CASE("trust lint: what a person must look at is a finding", "[cli]") {
  const testing::TempDir dir;
  const auto file = trust_file(
      dir, "[trust]\nname = \"a\"\nsequence = 1\nvalid_until = \"2020-01-01T00:00:00Z\"\n",
      "not_after = \"2020-01-01T00:00:00Z\"\n[threshold]\ncertifier = 2\n");
  const auto run = trust_with({"lint", file});
  CHECK(run.exit_code == 1);
  for (const auto* part :
       {"is too old", "not now", "a signature of 2 as certifier", "3 findings"}) {
    CHECK_THAT(run.output, Catch::Contains(part));
  }
}

TEST_CASE("trust lint: a demand that nobody in the file can meet is a finding", "[cli]") {
  const testing::TempDir dir;
  const std::string header = "[trust]\nname = \"a\"\nsequence = 1\n";
  const std::string good = "not_after = \"2199-01-01T00:00:00Z\"\n[policy]\n";
  const auto run =
      trust_with({"lint", trust_file(dir, header,
                                     good + "time = \"stamped\"\norder = \"required\"\n"
                                            "status = \"required\"\nlog = \"required\"\n"
                                            "tpm_quote = \"required\"\n")});
  CHECK(run.exit_code == 1);
  for (const auto* part :
       {"no [[time_stamper]]", "nobody has the role vendor", "nobody has the role status",
        "holds no [[log]]", "nobody has the role tpm", "5 findings"}) {
    CHECK_THAT(run.output, Catch::Contains(part));
  }
  const testing::TempDir other;
  const auto met = trust_with({"lint", trust_file(other, header, good + "journal = \"signed\"\n")});
  CHECK(met.output == "0 findings\n");
}

TEST_CASE("trust lint: every mistake is told at once, and show tells the first", "[cli]") {
  const testing::TempDir dir;
  const auto file = trust_file(dir, "", "rols = 1\n[thresholds]\n[policy]\ntimes = 1\n");
  const auto run = trust_with({"lint", file});
  CHECK(run.exit_code == 1);
  for (const auto* part : {"'rols'", "'thresholds'", "'times'", "3 findings"}) {
    CHECK_THAT(run.output, Catch::Contains(part));
  }
  CHECK(trust_with({"show", file}).exit_code == 2);
  CHECK(trust_with({"lint", dir.at("none")}).exit_code == 2);
  CHECK(trust_with({"lint"}).exit_code == 2);
}

TEST_CASE("trust show: says who is believed", "[cli]") {
  const testing::TempDir dir;
  const auto run = trust_with({"show", trust_file(dir, "", "")});
  CHECK(run.exit_code == 0);
  CHECK_THAT(run.output, Catch::Contains("as       collector, certifier"));
}
