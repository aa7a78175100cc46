#include <catch2/catch.hpp>

#include "schemas/digest.h"
#include "schemas/json/strict_json.h"
#include "tests/support/command_run.h"
#include "tests/support/reference_text.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using testing::run_command;

namespace {

testing::CommandRun reference(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "reference");
  return run_command(add_reference_command, std::move(arguments));
}

}  // namespace

TEST_CASE("reference lint: every built-in reference is clean", "[cli]") {
  const auto run = reference({"lint"});
  CHECK(run.output == "0 findings in 6 references\n");
  CHECK(run.exit_code == 0);
}

TEST_CASE("reference lint: a finding is told with its line and answers 1", "[cli]") {
  const testing::TempDir dir;
  const auto file = dir.write(
      "f.toml", testing::good_reference_but("statistic = \"p05\"", "statistik = \"p05\""));
  const auto run = reference({"lint", file});
  CHECK(run.exit_code == 1);
  CHECK_THAT(run.output, Catch::StartsWith(file + ":38: error: criterion memory-bandwidth: unknown "
                                                  "key 'statistik' (did you mean 'statistic'?)\n"));

  const auto json = reference({"lint", "--json", file});
  CHECK(json.exit_code == 1);
  const auto document = parse_strict_json(json.output);
  REQUIRE(document);
  const auto* files = document->find("files")->if_array();
  REQUIRE(files->size() == 1);
  CHECK(*files->front().find("file")->if_string() == file);
  CHECK(files->front().find("findings")->if_array()->size() == 2);
}

TEST_CASE("reference lint: a measurement that no workload takes is found", "[cli]") {
  const testing::TempDir dir;
  const auto file = dir.write(
      "f.toml", testing::good_reference_but("workload = \"mem_triad\"", "workload = \"storage\""));
  const auto run = reference({"lint", file});
  CHECK(run.exit_code == 1);
  CHECK_THAT(run.output, Catch::Contains("no workload of phase 'triad' measures"));
}

TEST_CASE("reference lint: a file that is not there is a wrong question", "[cli]") {
  CHECK(reference({"lint", "/nonexistent/f.toml"}).exit_code == 2);
  CHECK(reference({"lint", "no-such-name"}).exit_code == 2);
  CHECK(reference({"lint", "/"}).exit_code == 3);
}

TEST_CASE("reference show: stdout is the canonical document and stderr its digest", "[cli]") {
  const auto run = reference({"show", "host-x86_64"});
  CHECK(run.exit_code == 0);
  CHECK(run.complaints == "sha256 " + sha256_hex(run.output) + "\n");
}

TEST_CASE("reference show: an unknown name or a typo inside answers 2", "[cli]") {
  const auto unknown = reference({"show", "host-x86-64"});
  CHECK(unknown.exit_code == 2);
  CHECK(unknown.output.empty());
  CHECK_THAT(unknown.complaints, Catch::Contains("did you mean 'host-x86_64'?"));

  const testing::TempDir dir;
  const auto typo = reference({"show", dir.write("t.toml", "[refrence]\n")});
  CHECK(typo.exit_code == 2);
  CHECK_THAT(typo.complaints, Catch::Contains("t.toml:1: "));
}

TEST_CASE("reference list: every built-in stands there with its digest", "[cli]") {
  const auto run = reference({"list"});
  CHECK(run.exit_code == 0);
  CHECK_THAT(run.output, Catch::StartsWith("host-x86_64  revision 3  draft  Any x86-64 host\n"));
  for (const auto* id : {"hgx-h200", "inf2-48xl", "mi300x-8", "trn2-48xl", "trn2-ultraserver"}) {
    CHECK_THAT(run.output, Catch::Contains("\n" + std::string(id) + "  revision 1  draft  "));
    CHECK(reference({"show", id}).exit_code == 0);
  }
  const auto json = reference({"list", "--json"});
  const auto document = parse_strict_json(json.output);
  REQUIRE(document);
  CHECK(*document->find("format")->if_string() == "rackproof-reference-list/1");
  CHECK(*document->find("references")->if_array()->front().find("id")->if_string() ==
        "host-x86_64");
}

TEST_CASE("reference: what is not built yet says so and answers 2, as does no verb", "[cli]") {
  CHECK(reference({"learn", "a"}).complaints == "rackproof reference learn: not built yet\n");
  CHECK(reference({"learn", "a"}).exit_code == 2);
  CHECK(reference({"diff", "a", "b"}).exit_code == 2);
  CHECK(reference({}).exit_code == 2);
  CHECK(reference({"lint", "--jsn"}).exit_code == 2);
  CHECK(reference({"--help"}).exit_code == 0);
}
