#include "cli/external_files.h"

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "cli/certify.h"
#include "cli/certify_resume.h"
#include "probes/machine/output_file.h"
#include "reports/evidence.h"
#include "schemas/json/run_request_json.h"
#include "tests/support/fixture_host.h"
#include "tests/support/ocptv_text.h"
#include "tests/support/run_request_of.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;
using Catch::Contains;

namespace {

std::string failing() {
  return ocptv_run({ocptv_step("'diagnosis':{'verdict':'v','type':'FAIL'}")}, "FAIL");
}

std::string refusal(const std::vector<std::string>& paths) {
  const auto read = read_external_files(paths);
  return read ? "" : read.error().message;
}

/// Certifies the captured tree of a small virtual machine with another tool's file.
struct Asked {
  Asked() {
    options.reference = "host-x86_64";
    options.root = fixture_path("small_virtual_machine").string();
    options.out = dir.at("bundle");
    options.progress = ProgressStyle::none;
  }

  TempDir dir;
  CertifyOptions options;
  std::ostringstream out;
  std::ostringstream err;
};

}  // namespace

TEST_CASE("external files: a refusal names the file, the line and the reason", "[cli][external]") {
  const TempDir dir;
  CHECK(refusal({dir.write("good.jsonl", failing())}).empty());
  const auto torn = dir.write("torn.jsonl", ocptv_text({ocptv_version(), ocptv_start()}));
  CHECK(refusal({torn}) == torn + ": line 2: the output ends without testRunEnd");
  CHECK_THAT(refusal({dir.at("none.jsonl")}), Contains("none.jsonl"));
  CHECK_THAT(refusal({dir.write("a b.jsonl", failing())}),
             Contains("a b.jsonl: no member of a bundle can have this name; give the file one of"));
}

TEST_CASE("external files: their members are in order, and no two have one name",
          "[cli][external]") {
  const TempDir dir;
  const auto second = dir.write("second.jsonl", failing());
  const auto first = dir.write("first", failing());
  const auto files = read_external_files({second, first});
  REQUIRE(files);
  REQUIRE(files->size() == 2);
  CHECK(files->front().result.member == "ocptv/first.jsonl");
  CHECK(results_of(*files).back().member == "ocptv/second.jsonl");
  CHECK_THAT(refusal({first, dir.write("first.jsonl", failing())}),
             Contains("another file of --ocptv has the same name; rename one of them"));
  CHECK(refusal(std::vector<std::string>(9, first)) == "--ocptv: 9 files, at most 8 are taken");
}

TEST_CASE("external files: one that changes between reading and keeping is refused",
          "[cli][external]") {
  const TempDir dir;
  const auto path = dir.write("x.jsonl", failing());
  const auto files = read_external_files({path});
  REQUIRE(files);
  REQUIRE(keep_external_files(*files, dir.at("state")));
  CHECK(check_kept_files(results_of(*files), dir.at("state")));
  dir.write("x.jsonl", ocptv_run({}));
  const auto kept = keep_external_files(*files, dir.at("state"));
  REQUIRE_FALSE(kept);
  CHECK(kept.error().message == path + ": has changed since the run began");
  dir.write("state/ocptv/x.jsonl", ocptv_run({}));
  CHECK_FALSE(check_kept_files(results_of(*files), dir.at("state")));
  auto elsewhere = results_of(*files);
  elsewhere.front().member = "../x.jsonl";
  CHECK_THAT(check_kept_files(elsewhere, dir.at("state")).error().message,
             Contains("no bundle has such a member"));
}

TEST_CASE("certify --ocptv: another tool's FAIL is in the bundle and in what is told at the end",
          "[cli][external]") {
  Asked asked;
  asked.options.ocptv = {asked.dir.write("vendor.jsonl", failing())};
  CHECK(certify(asked.options, asked.out, asked.err) == ExitCode::not_pass);
  INFO(asked.out.str() << asked.err.str());
  CHECK_THAT(asked.out.str(),
             Contains("not ours and not counted: ocptv/vendor.jsonl (t 1): FAIL, status COMPLETE"));
  const auto member = read_file(asked.options.out + "/ocptv/vendor.jsonl", 1'000'000);
  REQUIRE(member);
  CHECK(*member == failing());
  const auto page = read_file(asked.options.out + "/report.html", 100'000'000);
  REQUIRE(page);
  CHECK_THAT(*page, Contains("<section id=\"external\">"));
  CHECK_THAT(*page, Contains("rackproof did not measure what follows and does not judge it"));
  const auto loaded = load_bundle(asked.options.out);
  REQUIRE(loaded);
  REQUIRE(loaded->run_record.record.external_results.size() == 1);
  CHECK(loaded->run_record.record.external_results.front().result == "FAIL");
}

TEST_CASE("certify --ocptv: a file that is refused is exit 2, and nothing was begun",
          "[cli][external]") {
  Asked asked;
  asked.options.ocptv = {asked.dir.write("vendor.jsonl", "{}\n")};
  CHECK(certify(asked.options, asked.out, asked.err) == ExitCode::usage);
  CHECK_THAT(asked.err.str(), Contains("vendor.jsonl: line 1: "));
  CHECK_FALSE(std::filesystem::exists(asked.dir.at("bundle.part")));
}

TEST_CASE(
    "certify --resume: the files of other tools are gone on with, and one that was altered "
    "meanwhile is refused",
    "[cli][external]") {
  Asked asked;
  asked.options.ocptv = {asked.dir.write("vendor.jsonl", failing())};
  REQUIRE(certify(asked.options, asked.out, asked.err) == ExitCode::not_pass);
  auto loaded = load_bundle(asked.options.out);
  REQUIRE(loaded);
  const auto request = testing::run_request_of(*loaded, asked.options.root);
  std::filesystem::remove_all(asked.options.out);
  asked.dir.write("bundle.part/state/request.json", encode_run_request(request));
  CertifyOptions again;
  again.resume = asked.options.out;
  again.progress = ProgressStyle::none;

  asked.dir.write("bundle.part/state/ocptv/vendor.jsonl", ocptv_run({}));
  CHECK(certify_resume(again, asked.out, asked.err) == ExitCode::failed);
  CHECK_THAT(asked.err.str(), Contains("ocptv/vendor.jsonl: has changed since the run began"));

  asked.dir.write("bundle.part/state/ocptv/vendor.jsonl", failing());
  CHECK(certify_resume(again, asked.out, asked.err) == ExitCode::not_pass);
  loaded = load_bundle(asked.options.out);
  REQUIRE(loaded);
  CHECK(loaded->run_record.record.external_results == request.external_results);
}
