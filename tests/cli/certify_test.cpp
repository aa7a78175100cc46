#include "cli/certify.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/machine/output_file.h"
#include "reports/evidence.h"
#include "schemas/json/strict_json.h"
#include "schemas/text.h"
#include "tests/support/fixture_host.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace fs = std::filesystem;

namespace {

/// Certifies the captured tree of a small virtual machine, in this process.
struct Asked {
  Asked() {
    options.reference = "host-x86_64";
    options.root = fixture_path("small_virtual_machine").string();
    options.out = dir.at("bundle");
    options.progress = ProgressStyle::none;
  }
  ExitCode run() { return certify(options, out, err); }

  TempDir dir;
  CertifyOptions options;
  std::ostringstream out;
  std::ostringstream err;
};

}  // namespace

TEST_CASE("certify: a captured tree passed off as this machine never passes", "[cli][certify]") {
  Asked asked;

  CHECK(asked.run() == ExitCode::not_pass);

  INFO(asked.out.str() << asked.err.str());
  CHECK(asked.out.str().find("(simulated: a captured tree, not this machine)") !=
        std::string::npos);
  CHECK(fs::exists(asked.options.out + "/report.html"));
  CHECK(fs::exists(asked.options.out + "/run-record.json"));
}

TEST_CASE("certify: the bundle's inventory says what of the reference's parts was there at the end",
          "[cli][certify]") {
  Asked asked;
  REQUIRE(asked.run() == ExitCode::not_pass);
  const auto loaded = load_bundle(asked.options.out);
  REQUIRE(loaded);
  const auto& presence = loaded->inventory.presence;
  CHECK(presence.expected_by == "reference host-x86_64");
  CHECK(presence.expected > 0);
  CHECK(presence.present + loaded->inventory.missing.size() == presence.expected);
  CHECK(presence.readable <= presence.present);
}

TEST_CASE("certify: the run's log tells each step in JSON lines and is part of the bundle",
          "[cli][certify]") {
  Asked asked;
  REQUIRE(asked.run() == ExitCode::not_pass);
  const auto log = read_file(asked.options.out + "/logs/run.jsonl", 1'000'000);
  REQUIRE(log);
  std::vector<std::string> events;
  for (const auto line : lines(*log)) {
    const auto read = parse_strict_json(line);
    REQUIRE(read);
    events.push_back(*read->find("event")->if_string());
  }
  REQUIRE(events.size() > 2);
  CHECK(events.front() == "run_started");
  CHECK(events.back() == "run_finished");
  const auto steps = std::ranges::count(events, "step_finished");
  const auto loaded = load_bundle(asked.options.out);
  REQUIRE(loaded);
  CHECK(steps == static_cast<std::ptrdiff_t>(loaded->run_record.record.steps.size()));
  CHECK(std::ranges::count(events, "step_started") == steps);

  const auto manifest = read_file(asked.options.out + "/manifest.json", 1'000'000);
  REQUIRE(manifest);
  CHECK(manifest->find("\"logs/run.jsonl\"") != std::string::npos);
}

TEST_CASE("certify: without a key the bundle is unsealed and says how to seal it",
          "[cli][certify]") {
  Asked asked;
  asked.run();
  CHECK(asked.out.str().find("not sealed: `rackproof seal ") != std::string::npos);
}

TEST_CASE("certify: a plan is printed, and nothing is touched", "[cli][certify]") {
  Asked asked;
  asked.options.plan = true;

  CHECK(asked.run() == ExitCode::done);

  CHECK(asked.out.str().starts_with("Plan: reference host-x86_64 revision "));
  CHECK(asked.out.str().find("SKIPPED: a captured tree cannot be worked") != std::string::npos);
  CHECK(asked.out.str().find("would be NOT JUDGED") != std::string::npos);
  CHECK(asked.out.str().find("\nplan sha256 ") != std::string::npos);
  CHECK_FALSE(fs::exists(asked.options.out));
}

TEST_CASE("certify: a plan as JSON is one document of the published schema's format",
          "[cli][certify]") {
  Asked asked;
  asked.options.plan = asked.options.json = true;

  CHECK(asked.run() == ExitCode::done);

  const auto read = parse_strict_json(asked.out.str());
  REQUIRE(read);
  CHECK(*read->find("format")->if_string() == "rackproof-plan/1");
  CHECK_FALSE(read->find("coverage")->find("notJudged")->if_array()->empty());
}

TEST_CASE("certify: the plan announces what the report then does not cover", "[cli][certify]") {
  Asked asked;
  asked.options.plan = asked.options.json = true;
  REQUIRE(asked.run() == ExitCode::done);
  const auto plan = parse_strict_json(asked.out.str());
  REQUIRE(plan);
  Asked again;
  REQUIRE(again.run() == ExitCode::not_pass);
  const auto report = load_bundle(again.options.out);
  REQUIRE(report);
  const auto& told = report->report.report.not_covered;
  for (const auto& line : *plan->find("coverage")->find("notCovered")->if_array()) {
    INFO(*line.if_string());
    CHECK(std::ranges::find(told, *line.if_string()) != told.end());
  }
}

TEST_CASE("certify: a directory that holds something is never written over", "[cli][certify]") {
  Asked asked;
  asked.dir.write("bundle/mine.txt", "keep me");

  CHECK(asked.run() == ExitCode::usage);

  CHECK(asked.err.str().find("exists; a bundle is never written over something") !=
        std::string::npos);
  CHECK(fs::exists(asked.dir.at("bundle/mine.txt")));
  CHECK_FALSE(fs::exists(asked.dir.at("bundle/report.html")));
}

TEST_CASE("certify: an empty directory that waits for the bundle is fine", "[cli][certify]") {
  Asked asked;
  fs::create_directory(asked.options.out);
  CHECK(asked.run() == ExitCode::not_pass);
  CHECK(fs::exists(asked.options.out + "/report.html"));
}

TEST_CASE("certify: a machine that the reference is not for is told so", "[cli][certify]") {
  Asked asked;
  asked.options.reference = asked.dir.write("other.toml", R"([reference]
id = "other"
revision = 1
title = "Another machine"
status = "draft"
must_judge = ["inventory"]

[[identity]]
machine = "Another machine"

[[phase]]
id = "rest"
workload = "idle"
tier = ["quick"]
seconds.quick = { value = 1, unit = "s", basis = "derived", source = "a test" }

[[criterion]]
id = "processors"
class = "inventory"
on = "node"
metric = "cpu_online_count"
statistic = "min"
at_least = { value = 1, unit = "1", basis = "derived", source = "a test" }
required = true
)");

  CHECK(asked.run() == ExitCode::not_pass);
  CHECK(asked.err.str().find("is not for this machine") != std::string::npos);
}
