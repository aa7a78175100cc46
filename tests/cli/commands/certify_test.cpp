#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

#include <catch2/catch.hpp>

#include "probes/machine/output_file.h"
#include "reports/evidence.h"
#include "schemas/digest.h"
#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace fs = std::filesystem;

namespace {

/// Until the file holds `word`, a minute at most.
void wait_for_word(const std::string& file, std::string_view word) {
  constexpr int kMostTries = 600;
  for (int i = 0; i < kMostTries; ++i) {
    const auto text = read_file(file, std::size_t{1} << 20);
    if (text && text->find(word) != std::string::npos) {
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace

TEST_CASE("certify: a tiny run of this machine is judged, sealed and named", "[cli][certify]") {
  const TempDir dir;
  const auto reference = dir.write("tiny.toml", tiny_reference(6));
  REQUIRE(run_program({"key", "new", dir.at("key")}).exit_code == 0);

  const auto run = run_program({"certify", "--reference", reference, "--key", dir.at("key"),
                                "--out", dir.at("bundle"), "--progress", "plain"});

  INFO(run.output << run.error_output);
  CHECK(run.exit_code == 0);
  CHECK(run.output.find("Self-test, not a certificate: PASS") != std::string::npos);
  CHECK(run.output.find(dir.at("bundle") + "/report.html") != std::string::npos);
  CHECK(run.error_output.find("[2/2] gemm: COMPLETE in ") != std::string::npos);
  CHECK_FALSE(fs::exists(dir.at("bundle.part")));
  const auto verified = run_program({"verify", dir.at("bundle"), "--key", dir.at("key.pub")});
  INFO(verified.output);
  CHECK(verified.exit_code == 0);
  const auto loaded = load_bundle(dir.at("bundle"));
  REQUIRE(loaded);
  const auto& record = loaded->run_record.record;
  CHECK(sha256_hex(loaded->bundle.bytes("plan.txt").value()) == record.plan_digest);
  CHECK(record.clock_at_start.has_value());
  CHECK(record.clock_at_end.has_value());
  CHECK(record.command_line.at(1) == "certify");
  CHECK(record.suite_digest.size() == 64);
  CHECK(record.steps.at(1).command.starts_with("rackproof workload gemm_exact --seed "));
}

TEST_CASE("certify: SIGTERM in the middle leaves an aborted run record and exit 3",
          "[cli][certify]") {
  const TempDir dir;
  const auto reference = dir.write("tiny.toml", tiny_reference(60));
  std::stop_source stop;  // run_child asks with SIGTERM
  std::jthread stopper([&] {
    wait_for_word(dir.at("bundle.part/state/journal.jsonl"), "gemm_exact");
    stop.request_stop();
  });

  const auto run = run_program({"certify", "--reference", reference, "--out", dir.at("bundle")},
                               stop.get_token());

  INFO(run.output << run.error_output);
  CHECK(run.exit_code == 3);
  CHECK(run.error_output.find("did not complete: ended by SIGTERM") != std::string::npos);
  const auto loaded = load_bundle(dir.at("bundle"));
  REQUIRE(loaded);
  CHECK(loaded->run_record.record.status == RunStatus::aborted);
  CHECK(loaded->run_record.record.steps.at(1).status == StepStatus::aborted);
  CHECK(loaded->report.report.judgement.overall != Outcome::pass);
}

TEST_CASE("certify: what is not built yet says so", "[cli][certify]") {
  for (const auto& arguments : std::vector<std::vector<std::string>>{{"certify", "--hosts", "x"},
                                                                     {"certify", "--prolog"}}) {
    const auto run = run_program(arguments);
    CHECK(run.exit_code == 2);
    CHECK(run.error_output.find("is not built yet") != std::string::npos);
  }
}

TEST_CASE(
    "certify: a wrong question gets one sentence and exit 2, a missing root 3, and both leave "
    "nothing",
    "[cli][certify]") {
  const TempDir dir;
  const auto out = dir.at("bundle");
  const auto typo = dir.write("typo.toml", tiny_reference(1) + "\nmin_window = 3\n");
  std::vector<std::string> arguments{"certify", "--out", out};
  std::string expected;
  int code = 2;

  SECTION("no reference") {
    expected = "--reference NAME|FILE is required";
  }
  SECTION("an unknown reference") {
    arguments.insert(arguments.end(), {"--reference", "host-x86_46"});
    expected = "host-x86_64";
  }
  SECTION("a typo in the reference") {
    arguments.insert(arguments.end(), {"--reference", typo});
    expected = "min_window";
  }
  SECTION("an unknown tier") {
    arguments.insert(arguments.end(), {"--reference", "host-x86_64", "--tier", "fast"});
    expected = "unknown tier 'fast'";
  }
  SECTION("an unknown phase") {
    arguments.insert(arguments.end(), {"--reference", "host-x86_64", "--only", "gem"});
    expected = "has no phase 'gem'";
  }
  SECTION("an unknown way of progress") {
    arguments.insert(arguments.end(), {"--reference", "host-x86_64", "--progress", "loud"});
    expected = "--progress is auto, plain, json or none";
  }
  SECTION("a root that is not there") {
    arguments.insert(arguments.end(), {"--reference", "host-x86_64", "--root", dir.at("no")});
    expected = dir.at("no");
    code = 3;
  }

  const auto run = run_program(arguments);
  INFO(run.error_output);
  CHECK(run.exit_code == code);
  CHECK(run.error_output.find(expected) != std::string::npos);
  CHECK(run.output.empty());
  CHECK_FALSE(fs::exists(out));
  CHECK_FALSE(fs::exists(out + ".part"));
}
