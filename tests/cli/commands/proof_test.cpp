#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/reports/small_bundle.h"
#include "tests/support/command_run.h"

using namespace rackproof;

namespace {

testing::CommandRun proof(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "proof");
  return testing::run_command(add_proof_command, std::move(arguments));
}

}  // namespace

TEST_CASE("proof: a question for neither or for both of two things is wrong", "[cli][journal]") {
  const testing::SmallBundle bundle;
  CHECK(proof({"make", bundle.path()}).exit_code == 2);
  CHECK(proof({"make", bundle.path(), "--step", "idle", "--sample", "a", "b", "c"}).exit_code == 2);
  CHECK(proof({"check", "proof.json", "record.json"}).exit_code == 2);
  const auto both =
      proof({"check", "proof.json", "record.json", "--trust", "trust.toml", "--key", "key.pub"});
  CHECK(both.exit_code == 2);
  CHECK_THAT(both.complaints, Catch::Contains("--trust or --key"));
}

TEST_CASE("proof: a run without a journal, and a key that is not there, are told",
          "[cli][journal]") {
  const testing::SmallBundle bundle;
  const auto made = proof({"make", bundle.path(), "--step", "idle"});
  CHECK(made.exit_code == 3);
  CHECK_THAT(made.complaints, Catch::Contains("no journal was kept of this run"));
  CHECK(made.output.empty());
  CHECK(proof({"check", "proof.json", "record.json", "--key", bundle.beside("none")}).exit_code ==
        2);
}
