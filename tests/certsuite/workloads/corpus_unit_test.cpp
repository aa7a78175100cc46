#include "certsuite/workloads/corpus_unit.h"

#include <catch2/catch.hpp>

#include "tests/support/compiled_unit.h"
#include "tests/support/recording_listener.h"
#include "tests/support/tiny_unit.h"

using namespace rackproof;

namespace {

Result<WorkloadOutcome> run(const testing::TempDir& dir, testing::RecordingListener& heard) {
  return make_corpus_unit()->run(
      {.duration = std::chrono::seconds(1), .threads = 1, .directory = dir.path().string()}, heard);
}

}  // namespace

TEST_CASE("corpus unit: a job comes back as it was written, blanks in paths too",
          "[workloads][corpus]") {
  const auto job = decode_unit_job(
      encode_unit_job({"/tmp/a b/unit.so", {{"/tmp/a b/c01.0", 7}, {"/x", 4096}}, {"aa", "bb"}}));
  REQUIRE(job);
  CHECK(job->library == "/tmp/a b/unit.so");
  REQUIRE(job->cases.size() == 2);
  CHECK(job->cases[0].input == "/tmp/a b/c01.0");
  CHECK(job->cases[1].output_bytes == 4096);
  CHECK(job->known == std::vector<std::string>{"aa", "bb"});
}

TEST_CASE("corpus unit: a job that lacks something or holds something else is refused",
          "[workloads][corpus]") {
  for (const auto* text : {"", "library /x\n", "case 1 /x\n", "library /x\ncase 1\n",
                           "library /x\ncase much /x\n", "library /x\ncase 1 /x\nhello\n"}) {
    INFO(text);
    CHECK_FALSE(decode_unit_job(text));
  }
}

TEST_CASE("corpus unit: outputs that are known are not written again", "[workloads][corpus]") {
  const testing::TempDir dir;
  dir.write("in", "\x05");
  UnitJob job{testing::compiled(dir, "unit", testing::tiny_unit().text), {{dir.at("in"), 1}}, {}};
  dir.write("job", encode_unit_job(job));
  testing::RecordingListener heard;
  const auto outcome = run(dir, heard);
  REQUIRE(outcome);
  CHECK(outcome->checks == kUnitRepeats);
  const auto ran = std::string(heard.fact_named(kUnitRanFact));
  const auto digest = ran.substr(ran.rfind(' ') + 1);
  REQUIRE(std::filesystem::remove(dir.at(digest + ".out")));
  job.known.push_back(digest);
  dir.write("job", encode_unit_job(job));
  REQUIRE(run(dir, heard));
  CHECK_FALSE(std::filesystem::exists(dir.at(digest + ".out")));
}

TEST_CASE("corpus unit: without its job it is an error, with a file that is no library skipped",
          "[workloads][corpus]") {
  const testing::TempDir dir;
  testing::RecordingListener heard;
  CHECK_FALSE(run(dir, heard));
  dir.write("job", encode_unit_job({dir.write("junk.so", "junk"), {{dir.at("in"), 1}}, {}}));
  const auto outcome = run(dir, heard);
  REQUIRE(outcome);
  CHECK_FALSE(outcome->skipped.empty());
}
