#include "reports/assemble.h"

#include <chrono>
#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "probes/machine/uuid.h"
#include "reports/bundle.h"
#include "reports/mandatory.h"
#include "reports/sealing.h"
#include "schemas/digest.h"
#include "schemas/toml/reference.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using namespace std::chrono_literals;
using rackproof::testing::read_whole;
using rackproof::testing::small_run;
using rackproof::testing::small_start;
using rackproof::testing::SmallBundle;

namespace fs = std::filesystem;

namespace {

ResolvedReference stricter_reference() {
  auto text = small_run().reference;
  text.replace(text.find("value = 85"), 10, "value = 40");
  text.replace(text.find("revision = 1"), 12, "revision = 2");
  return load_reference({"tiny.toml", text}, no_overlays).value();
}

ResolvedReference same_reference() {
  return load_reference({"tiny.toml", small_run().reference}, no_overlays).value();
}

/// Judges the bundle again into `out` and seals the new report.
Report judged_again(const SmallBundle& bundle, const ResolvedReference& reference,
                    const std::string& out) {
  auto old = load_bundle(bundle.path());
  REQUIRE(old);
  auto writer = BundleWriter::create(out);
  REQUIRE(writer);
  auto report = judge_again(*old, reference, {small_start() + 5min, std::string(64, 'e')}, *writer);
  REQUIRE(report);
  REQUIRE(writer->finish());
  REQUIRE(seal_statement(out, seal::Role::certifier, bundle.key()));
  return *report;
}

Verification verified(const SmallBundle& bundle, const std::string& path) {
  return verify(path, {.trust = trusting(bundle.key().public_key()), .now = small_start() + 10min})
      .value();
}

}  // namespace

TEST_CASE("assemble: the report names run record, reference and evidence by digest",
          "[reports][assemble]") {
  const SmallBundle bundle;
  const auto& report = bundle.report();
  CHECK(report.run_record_digests ==
        std::vector<std::string>{sha256_hex(read_whole(bundle.at(bundle::kRunRecord)))});
  CHECK(report.reference_digest == sha256_hex(read_whole(bundle.at(bundle::kReference))));
  CHECK(is_uuid(report.report_id));
  CHECK(report.judgement.overall == Outcome::pass);
  CHECK(read_whole(bundle.at(bundle::kSite)) == "customer = \"Example\"\n");
}

TEST_CASE("assemble: without issuer the report is headed a self-test", "[reports][assemble]") {
  auto run = small_run();
  run.record.site = {};
  run.site_toml.clear();
  SmallBundle bundle(run);
  CHECK(bundle.report().title == kSelfTestTitle);
  CHECK_FALSE(fs::exists(bundle.at(bundle::kSite)));
  const auto answer = bundle.sealed().verify();
  REQUIRE(answer);
  CHECK(standing_of(*answer) == Standing::good);
}

TEST_CASE("assemble: an aborted run gives a report that is not PASS", "[reports][assemble]") {
  auto run = small_run();
  run.record.status = RunStatus::aborted;
  run.record.status_reason = "SIGTERM";
  const SmallBundle bundle(run);
  CHECK(bundle.report().judgement.overall == Outcome::inconclusive);
}

TEST_CASE("assemble: what was not judged is said to be not covered", "[reports][assemble]") {
  auto run = small_run();
  run.reference += R"(
[[criterion]]
id = "fan"
class = "thermal"
on = "fan"
metric = "fan_speed_rpm"
during = "idle"
statistic = "min"
at_least = { value = 100, unit = "rpm", basis = "derived", source = "made for tests" }
required = false
)";
  const SmallBundle bundle(run);
  REQUIRE(bundle.report().not_covered.size() == 1);
  CHECK(bundle.report().not_covered[0].starts_with("fan: "));
}

TEST_CASE("judge again: the old run keeps its seal byte for byte, the judgement is new",
          "[reports][assemble]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto out = bundle.beside("again");

  const auto report = judged_again(bundle, stricter_reference(), out);

  CHECK(report.judgement.overall == Outcome::fail);
  CHECK(report.revision == 2);
  CHECK(report.supersedes == bundle.report().report_id);
  for (const auto* same : {bundle::kRunRecordSealed, bundle::kManifest, bundle::kInventory,
                           bundle::kReference, bundle::kSamples, "logs/idle.log"}) {
    INFO(same);
    CHECK(read_whole(out + "/" + same) == read_whole(bundle.at(same)));
  }
  const auto answer = verified(bundle, out);
  CHECK(answer.integrity.ok);
  CHECK(answer.reproduced);
  CHECK(standing_of(answer) == Standing::not_pass);
}

TEST_CASE("judge again: one bit of the other reference changed is untrusted",
          "[reports][assemble]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto out = bundle.beside("again");
  judged_again(bundle, stricter_reference(), out);
  testing::edit(out + "/" + bundle::kJudgedReference,
                [](std::string& text) { text[text.find("40")] = '9'; });
  CHECK(standing_of(verified(bundle, out)) == Standing::untrusted);
  fs::remove(out + "/" + bundle::kJudgedReference);
  CHECK(standing_of(verified(bundle, out)) == Standing::untrusted);
}

TEST_CASE("judge again: against the reference of the run nothing is kept twice",
          "[reports][assemble]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto out = bundle.beside("again");
  const auto report = judged_again(bundle, same_reference(), out);
  CHECK(report.judgement == bundle.report().judgement);
  CHECK_FALSE(fs::exists(out + "/" + bundle::kJudgedReference));
  CHECK(standing_of(verified(bundle, out)) == Standing::good);
}

TEST_CASE("judge again: a second reference where none is needed is refused",
          "[reports][assemble]") {
  SmallBundle bundle;
  bundle.sealed();
  testing::overwrite(bundle.at(bundle::kJudgedReference),
                     read_whole(bundle.at(bundle::kReference)));
  CHECK(bundle.standing() == Standing::untrusted);
}

TEST_CASE("assemble: judging again does not lengthen a report's validity", "[reports][assemble]") {
  auto run = small_run();
  run.record.site.valid_for_days = 30;
  SmallBundle bundle(run);
  bundle.sealed();
  const auto end = run.record.finished + std::chrono::days(30);
  CHECK(bundle.report().valid_until == end);
  const auto again = judged_again(bundle, same_reference(), bundle.beside("again"));
  CHECK(again.issued > bundle.report().issued);
  CHECK(again.valid_until == end);
}

TEST_CASE("assemble: the report names rules, evidence and the program that judged",
          "[reports][assemble]") {
  const SmallBundle bundle;
  const auto& report = bundle.report();
  CHECK(report.evaluator_digest.size() == 64);
  REQUIRE(report.decision_rules.size() == 2);
  CHECK(report.decision_rules[0] == RuleUsed{RuleKind::simple, 0, {}});
  CHECK(report.decision_rules[1] == RuleUsed{RuleKind::exact, 0, {}});
  for (const auto& verdict : report.judgement.verdicts) {
    REQUIRE(verdict.grounds);
    for (const auto& path : verdict.grounds->evidence) {
      INFO(path);
      CHECK(fs::exists(bundle.at(path)));
    }
  }
}

TEST_CASE("assemble: where its reference is published the report says too", "[reports][assemble]") {
  auto run = small_run();
  run.reference.replace(run.reference.find("revision = 1"), 12,
                        "revision = 1\nuri = \"https://chips.example/tiny.toml\"\nsequence = 4");
  SmallBundle bundle(run);
  CHECK(bundle.report().reference_uri == "https://chips.example/tiny.toml");
  CHECK(bundle.report().reference_sequence == 4);
  CHECK(standing_of(*bundle.sealed().verify()) == Standing::good);
}

TEST_CASE("judge again: what is replaced is named by the digest of its bytes",
          "[reports][assemble]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto old = load_bundle(bundle.path());
  REQUIRE(old);
  const auto report = judged_again(bundle, same_reference(), bundle.beside("again"));
  CHECK(report.supersedes_digest == sha256_hex(old->report_payload));
  CHECK(report.evaluator_digest == std::string(64, 'e'));
  auto first = *bundle.verify();
  auto second = verified(bundle, bundle.beside("again"));
  const std::vector<KnownReport> known{first.known, second.known};
  object(second, known);
  CHECK(standing_of(second) == Standing::good);

  auto forged = second;
  forged.known.supersedes_digest = std::string(64, '0');
  object(forged, known);
  CHECK(standing_of(forged) == Standing::untrusted);
  CHECK_THAT(forged.verdict.details.at(0), Catch::Contains("and that report has"));
}

TEST_CASE("judge again: another program's digest changes no verdict of the verifier",
          "[reports][assemble]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto out = bundle.beside("again");
  const auto report = judged_again(bundle, same_reference(), out);
  REQUIRE(report.evaluator_digest != bundle.report().evaluator_digest);
  CHECK(report.judgement == bundle.report().judgement);
  CHECK(standing_of(verified(bundle, out)) == Standing::good);
}

TEST_CASE("assemble: a waiver is recorded and signed, and FAIL stays FAIL", "[reports][assemble]") {
  auto run = small_run();
  run.celsius = 90;
  run.record.site.waivers = {{"sensor-maximum", "Jo, QA", "2030-01-31", "hot aisle"}};
  SmallBundle bundle(run);
  CHECK(bundle.report().judgement.overall == Outcome::fail);
  CHECK(bundle.report().site.waivers == run.record.site.waivers);
  const auto answer = *bundle.sealed().verify();
  CHECK(answer.reproduced);
  CHECK(standing_of(answer) == Standing::not_pass);
  REQUIRE_FALSE(answer.verdict.details.empty());
  CHECK(answer.verdict.details.front() ==
        "sensor-maximum is waived by Jo, QA until 2030-01-31: hot aisle; its verdict stays FAIL");
  const auto old = load_bundle(bundle.path());
  REQUIRE(old);
  CHECK(old->report.report.site.waivers == run.record.site.waivers);
  CHECK(old->run_record.record.site.waivers.empty());
}

TEST_CASE("judge again: waivers of the report that is replaced are not taken over",
          "[reports][assemble]") {
  auto run = small_run();
  run.record.site.waivers = {{"sensor-maximum", "Jo, QA", "2030-01-31", "hot aisle"}};
  SmallBundle bundle(run);
  bundle.sealed();
  const auto report = judged_again(bundle, same_reference(), bundle.beside("again"));
  CHECK(report.site.waivers.empty());
}

TEST_CASE("assemble: a waiver of what is not judged makes no report", "[reports][assemble]") {
  SmallBundle bundle;
  bundle.sealed();
  auto old = load_bundle(bundle.path());
  auto writer = BundleWriter::create(bundle.beside("again"));
  REQUIRE((old && writer));
  const auto report = judge_again(
      *old, same_reference(),
      {small_start() + 5min, std::string(64, 'e'), {{"fan-speed", "Jo", "2030-01-31", "loud"}}},
      *writer);
  REQUIRE_FALSE(report);
  CHECK_THAT(report.error().message, Catch::Contains("mandatory item 13"));
}
