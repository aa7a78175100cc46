#include "cli/certify_resume.h"

#include <filesystem>
#include <sstream>

#include <catch2/catch.hpp>

#include "cli/certify.h"
#include "cli/certify_run.h"
#include "probes/machine/journal_file.h"
#include "probes/machine/output_file.h"
#include "reports/evidence.h"
#include "reports/journal_check.h"
#include "reports/journal_proof.h"
#include "schemas/json/run_request_json.h"
#include "tests/support/fixture_host.h"
#include "tests/support/journal_text.h"
#include "tests/support/run_request_of.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace fs = std::filesystem;

namespace {

/// A run of the captured tree of a small virtual machine that was killed after its first line.
struct Killed {
  Killed() {
    fs::copy(fixture_path("small_virtual_machine"), dir.at("machine"), fs::copy_options::recursive);
    options.reference = "host-x86_64";
    options.root = dir.at("machine");
    options.out = dir.at("bundle");
    options.progress = ProgressStyle::none;
    std::ostringstream unheard;
    REQUIRE(certify(options, unheard, unheard) == ExitCode::not_pass);
    auto loaded = load_bundle(options.out);
    REQUIRE(loaded);
    request = run_request_of(*loaded, options.root);
    journal = journal_text({SegmentBegan{
        request.started, request.inventory.boot_id, {}, {}, "", request.environment}});
  }

  /// Puts the state there and the bundle away, and goes on.
  ExitCode resume(bool keep_bundle = false) {
    if (!keep_bundle) {
      fs::remove_all(options.out);
    }
    dir.write("bundle.part/state/request.json", encode_run_request(request));
    return ask(options.out);
  }
  ExitCode ask(const std::string& directory) {
    CertifyOptions asked;
    asked.resume = directory;
    asked.progress = ProgressStyle::none;
    return certify_resume(asked, out, err);
  }
  [[nodiscard]] bool said(const std::string& what) const {
    return (out.str() + err.str()).find(what) != std::string::npos;
  }

  TempDir dir;
  CertifyOptions options;
  RunRequest request;
  std::string journal;
  std::ostringstream out;
  std::ostringstream err;
};

}  // namespace

TEST_CASE("resume: a run that was killed before its first line is gone on with", "[cli][resume]") {
  Killed killed;
  CHECK(killed.resume() == ExitCode::not_pass);  // a captured tree
  INFO(killed.err.str());
  const auto loaded = load_bundle(killed.options.out);
  REQUIRE(loaded);
  CHECK(loaded->run_record.record.run_id == killed.request.run_id);
  CHECK(loaded->run_record.record.command_line == killed.request.command_line);
  CHECK_FALSE(fs::exists(killed.dir.at("bundle.part")));
}

TEST_CASE("resume: the run's journal is whole and shows what was read", "[cli][resume][journal]") {
  Killed killed;
  CHECK(killed.resume() == ExitCode::not_pass);
  auto loaded = load_bundle(killed.options.out);
  REQUIRE(loaded);
  const auto& record = loaded->run_record.record;
  const auto lines = loaded->bundle.bytes("journal.jsonl").value();
  const auto found =
      judge_journal({lines, loaded->bundle.bytes("journal.checkpoints").value()}, record, {});
  INFO((found ? "" : found.error().message));
  REQUIRE(found);
  CHECK(found->signed_checkpoints == 0);
  const auto keys = loaded->samples->keys().value();
  REQUIRE_FALSE(keys.empty());
  for (const auto& key : {keys.front(), keys.back()}) {
    const auto last = loaded->samples->last(key).value();
    const auto proof = prove_reading(lines, record.run_id, *loaded->samples, key, last.taken_at);
    INFO((proof ? key.metric : proof.error().message));
    REQUIRE(proof);
    CHECK(check_proof(*proof, record));
  }
}

TEST_CASE("resume: the run's log is gone on with, not begun anew", "[cli][resume]") {
  Killed killed;
  const std::string before = "{\"event\":\"run_started\",\"tier\":\"of the first\"}\n";
  killed.dir.write("bundle.part/state/logs/run.jsonl", before);
  CHECK(killed.resume() == ExitCode::not_pass);
  const auto log = read_file(killed.dir.at("bundle/logs/run.jsonl"), 1'000'000);
  REQUIRE(log);
  CHECK(log->starts_with(before + "{\"event\":\"run_started\",\"reference\":\"host-x86_64\""));
}

TEST_CASE("resume: OUT and OUT.part mean the same run", "[cli][resume]") {
  Killed killed;
  fs::remove_all(killed.options.out);
  killed.dir.write("bundle.part/state/request.json", encode_run_request(killed.request));
  CHECK(killed.ask(killed.dir.at("bundle.part/")) == ExitCode::not_pass);
  CHECK(fs::exists(killed.dir.at("bundle/report.json")));
}

TEST_CASE("resume: where nothing was interrupted is exit 2", "[cli][resume]") {
  Killed killed;
  CHECK(killed.ask(killed.options.out) == ExitCode::usage);
  CHECK(killed.said("no run was interrupted there"));
  CHECK(fs::exists(killed.dir.at("bundle/report.json")));
  fs::create_directories(killed.dir.at("early.part/bundle"));
  CHECK(killed.ask(killed.dir.at("early")) == ExitCode::usage);
  CHECK(killed.said("no run had begun there when it was killed"));
}

TEST_CASE("resume: a run that is still going is exit 3 and left alone", "[cli][resume]") {
  Killed killed;
  fs::create_directories(killed.dir.at("bundle.part/state"));
  const auto lock = FileLock::take(lock_path(killed.dir.at("bundle.part/state")));
  REQUIRE(lock);
  CHECK(killed.resume() == ExitCode::failed);
  CHECK(killed.said("the run is still going"));
  CHECK(fs::exists(killed.dir.at("bundle.part/state/request.json")));
}

TEST_CASE("resume: another program does not go on with a run", "[cli][resume]") {
  Killed killed;
  killed.request.suite_digest = std::string(64, '0');
  CHECK(killed.resume() == ExitCode::usage);
  CHECK(killed.said("evidence of two programs is not one run"));
  CHECK_FALSE(fs::exists(killed.options.out));
  CHECK(fs::exists(killed.dir.at("bundle.part/state/request.json")));
}

TEST_CASE("resume: another reference or another plan is refused", "[cli][resume]") {
  Killed killed;
  SECTION("reference") {
    killed.request.reference_toml += "\n[[software]]\nsdk = \"2\"\n";
    CHECK(killed.resume() == ExitCode::usage);
    CHECK(killed.said("the reference is another one"));
  }
  SECTION("plan") {
    killed.request.plan_digest = std::string(64, '0');
    CHECK(killed.resume() == ExitCode::usage);
    CHECK(killed.said("the plan cannot be made as it was"));
  }
  CHECK_FALSE(fs::exists(killed.options.out));
}

TEST_CASE("resume: a bundle that was named before the kill is left and the state removed",
          "[cli][resume]") {
  Killed killed;
  const auto before = read_file(killed.dir.at("bundle/report.json"), 1'000'000);
  CHECK(killed.resume(true) == ExitCode::not_pass);
  CHECK(killed.said("is complete already"));
  CHECK(*read_file(killed.dir.at("bundle/report.json"), 1'000'000) == *before);
  CHECK_FALSE(fs::exists(killed.dir.at("bundle.part")));
}

TEST_CASE("resume: a kill while the state was removed leaves a whole bundle too", "[cli][resume]") {
  Killed killed;
  killed.dir.write("bundle.part/state/samples.db", "half removed");
  CHECK(killed.ask(killed.options.out) == ExitCode::not_pass);
  CHECK(killed.said("is complete already"));
  CHECK(fs::exists(killed.dir.at("bundle/report.json")));
  CHECK_FALSE(fs::exists(killed.dir.at("bundle.part")));
}

TEST_CASE("resume: a bundle of another run in the way is never written over", "[cli][resume]") {
  Killed killed;
  killed.request.run_id = "another";
  CHECK(killed.resume(true) == ExitCode::usage);
  CHECK(killed.said("is not of this run"));
  CHECK(fs::exists(killed.dir.at("bundle.part/state/request.json")));
}

TEST_CASE("resume: a swapped part is on record, and the bundle shows the new one",
          "[cli][resume]") {
  Killed killed;
  auto& memory = *std::ranges::find(killed.request.inventory.devices, "node/memory", &Device::id);
  memory.serial = "old";
  killed.dir.write("bundle.part/state/samples.db", "");
  fs::remove(killed.dir.at("bundle.part/state/samples.db"));

  CHECK(killed.resume() == ExitCode::not_pass);

  INFO(killed.err.str());
  CHECK(killed.said("changed meanwhile: node/memory: serial 'old' before, '' now"));
  const auto loaded = load_bundle(killed.options.out);
  REQUIRE(loaded);
  const auto& record = loaded->run_record.record;
  const std::string change = "node/memory: serial 'old' before, '' now";
  REQUIRE(record.segments.size() == 1);
  CHECK(record.segments.back().changes == std::vector<std::string>{change});
  CHECK(std::ranges::find(record.deviations, "resumed after a change: " + change) !=
        record.deviations.end());
  CHECK(std::ranges::find(loaded->inventory.devices, "node/memory", &Device::id)->serial.empty());
}

TEST_CASE("resume: a journal that makes no sense is refused, a torn end is dropped and told",
          "[cli][resume]") {
  Killed killed;
  SECTION("nonsense") {
    killed.dir.write("bundle.part/state/journal.jsonl", "{\"event\":\"feast\"}\n");
    CHECK(killed.resume() == ExitCode::failed);
    CHECK(killed.said("journal.jsonl: line 1: "));
    CHECK_FALSE(fs::exists(killed.options.out));
  }
  SECTION("torn in its first line") {
    killed.dir.write("bundle.part/state/journal.jsonl", killed.journal.substr(0, 40));
    CHECK(killed.resume() == ExitCode::not_pass);
    CHECK(killed.said("torn and is dropped"));
  }
}
