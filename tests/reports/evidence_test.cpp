#include "reports/evidence.h"

#include <algorithm>
#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "reports/bundle.h"
#include "reports/seal/envelope.h"
#include "schemas/digest.h"
#include "schemas/json/manifest_json.h"
#include "schemas/json/report_json.h"
#include "schemas/json/run_record_json.h"
#include "schemas/store/chunk_codec.h"
#include "schemas/store/chunk_table.h"
#include "schemas/store/notes.h"
#include "schemas/store/sqlite.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using rackproof::testing::edit;
using rackproof::testing::overwrite;
using rackproof::testing::read_whole;
using rackproof::testing::SmallBundle;

namespace fs = std::filesystem;

namespace {

std::string refusal(const SmallBundle& bundle) {
  const auto loaded = load_bundle(bundle.path());
  return loaded ? "" : loaded.error().message;
}

bool says(const std::string& text, std::string_view part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

/// Writes another manifest and two unsealed statements that speak of it.
void swear_to(const SmallBundle& bundle, const std::string& manifest) {
  overwrite(bundle.at(bundle::kManifest), manifest);
  const auto digest = sha256_hex(manifest);
  auto record = decode_run_record_statement(read_whole(bundle.at(bundle::kRunRecord))).value();
  auto report = decode_report_statement(read_whole(bundle.at(bundle::kReport))).value();
  for (auto* subjects : {&record.subjects, &report.subjects}) {
    for (auto& subject : *subjects) {
      subject.sha256 = subject.name == bundle::kManifest ? digest : subject.sha256;
    }
  }
  record.record.evidence->manifest_digest = digest;
  record.record.evidence->bytes = 0;
  if (const auto told = decode_manifest(manifest)) {
    for (const auto& entry : told->entries) {
      record.record.evidence->bytes += entry.size_bytes;
    }
  }
  const auto payload = encode_run_record_statement(record.record, record.subjects);
  report.report.run_record_digests = {sha256_hex(payload)};
  overwrite(bundle.at(bundle::kRunRecord), payload);
  overwrite(bundle.at(bundle::kReport), encode_report_statement(report.report, report.subjects));
}

Manifest manifest_of(const SmallBundle& bundle) {
  return decode_manifest(read_whole(bundle.at(bundle::kManifest))).value();
}

/// Chunks of as many points as one can have, behind those there are; what their body says is not
/// reached. The manifest and both statements speak of the longer file.
void tell_of_chunks(const SmallBundle& bundle, std::int64_t count) {
  {
    auto samples =
        store::Database::open(bundle.at(bundle::kSamples), store::Database::Access::read_write)
            .value();
    auto transaction = store::Transaction::begin(samples, store::Transaction::Kind::write).value();
    auto last = samples.prepare("SELECT max(id) FROM chunk").value();
    REQUIRE(last.step().value());
    const auto first = last.integer(0) + 1;
    last.reset();
    for (auto id = first; id < first + count; ++id) {
      REQUIRE(store::ChunkTable::save(
          samples, {id, 1, 0, 1, store::kMaxChunkPoints, store::chunk_checksum("x")}, "x"));
    }
    store::Notes notes;
    store::Budget budget(1'000'000);
    REQUIRE(notes.load(samples, budget));
    auto counts = store::parse_counts(notes.get(store::kRowsNote).value()).value();
    counts.chunks += count;
    REQUIRE(notes.set(samples, store::kRowsNote, store::format_counts(counts)));
    REQUIRE(transaction.commit());
  }
  auto manifest = manifest_of(bundle);
  const auto text = read_whole(bundle.at(bundle::kSamples));
  for (auto& entry : manifest.entries) {
    if (entry.path == bundle::kSamples) {
      entry.size_bytes = text.size();
      entry.sha256 = sha256_hex(text);
    }
  }
  swear_to(bundle, encode_manifest(manifest));
}

}  // namespace

TEST_CASE("evidence: a statement that is there and empty is not one that is missing",
          "[reports][bundle]") {
  SmallBundle bundle;
  SECTION("21.20 an empty report beside the run record") {
    overwrite(bundle.at(bundle::kReport), "");
    CHECK(says(refusal(bundle), "report.json: the statement is empty"));
  }
  SECTION("21.21 an empty payload under a seal") {
    bundle.sealed();
    overwrite(bundle.at(bundle::kReportSealed), seal::seal("", bundle.key()).value());
    CHECK(says(refusal(bundle), "report.dsse.json: the statement is empty"));
  }
  SECTION("21.22 an empty run record") {
    overwrite(bundle.at(bundle::kRunRecord), "");
    CHECK(says(refusal(bundle), "run-record.json: the statement is empty"));
  }
}

TEST_CASE("evidence: a bundle is understood whether it is sealed or not", "[reports][bundle]") {
  SmallBundle bundle;
  const auto unsealed = load_bundle(bundle.path());
  REQUIRE(unsealed);
  CHECK(unsealed->has_report());
  CHECK(unsealed->inventory.hostname == "n1");
  CHECK(unsealed->samples->keys().value().size() == 1);

  const auto sealed = load_bundle(bundle.sealed().path());
  REQUIRE(sealed);
  CHECK(sealed->run_record_payload == unsealed->run_record_payload);
  CHECK(sealed->report == unsealed->report);
}

TEST_CASE("evidence: judging a loaded bundle again gives the report's judgement",
          "[reports][bundle]") {
  const SmallBundle bundle;
  auto loaded = load_bundle(bundle.path());
  REQUIRE(loaded);
  CHECK(judge_loaded(*loaded).value() == bundle.report().judgement);
}

TEST_CASE("42.30 a missing member is refused by name", "[reports][bundle]") {
  const SmallBundle bundle;
  const std::string name =
      GENERATE(as<std::string>(), bundle::kInventory, bundle::kManifest, bundle::kReference,
               bundle::kSite, bundle::kSamples, bundle::kEvents, "logs/idle.log");
  fs::remove(bundle.at(name));
  CHECK(says(refusal(bundle), name));
  CHECK(bundle.standing() == Standing::untrusted);
}

TEST_CASE("42.31 a bundle without run record or without report is not verified",
          "[reports][bundle]") {
  SmallBundle bundle;
  bundle.sealed();
  fs::remove(
      bundle.at(GENERATE(as<std::string>(), bundle::kRunRecordSealed, bundle::kReportSealed)));
  CHECK(bundle.standing() == Standing::untrusted);
}

TEST_CASE("42.32 a member that is not in the manifest is refused", "[reports][bundle]") {
  const SmallBundle bundle;
  overwrite(bundle.at("logs/later.log"), "added");
  CHECK(says(refusal(bundle), "logs/later.log: not in the manifest"));
}

TEST_CASE("42.33 a member of the right size and wrong digest is refused", "[reports][bundle]") {
  const SmallBundle bundle;
  edit(bundle.at("logs/idle.log"), [](std::string& text) { text[0] = 'N'; });
  CHECK(says(refusal(bundle), "logs/idle.log: changed since the manifest was written"));
}

TEST_CASE("42.34 a manifest that lists twice, or twice after case folding, is refused",
          "[reports][bundle]") {
  const SmallBundle bundle;
  const auto other = GENERATE(as<std::string>(), "logs/idle.log", "logs/IDLE.log");
  auto manifest = manifest_of(bundle);
  for (const auto& entry : manifest_of(bundle).entries) {
    if (entry.path == "logs/idle.log") {
      auto twin = entry;
      twin.path = other;
      manifest.entries.push_back(twin);
    }
  }
  swear_to(bundle, encode_manifest(manifest));
  CHECK_FALSE(refusal(bundle).empty());
}

TEST_CASE("43.40 a manifest that points outside is refused", "[reports][bundle]") {
  const SmallBundle bundle;
  const auto path = GENERATE(as<std::string>(), "../secret", "/etc/passwd", "logs/../../secret",
                             "C:\\secret", "logs\\idle.log", "-rf", "logs/dot.", "logs//idle.log");
  auto manifest = manifest_of(bundle);
  manifest.entries.insert(manifest.entries.begin(),
                          {path, 1, sha256_hex("x"), "text/plain", "log"});
  swear_to(bundle, encode_manifest(manifest));
  CHECK_FALSE(refusal(bundle).empty());
  CHECK(bundle.standing() == Standing::untrusted);
}

TEST_CASE("evidence: a member listed under another role is refused", "[reports][bundle]") {
  const SmallBundle bundle;
  auto manifest = manifest_of(bundle);
  manifest.entries.front().role = "log";
  swear_to(bundle, encode_manifest(manifest));
  CHECK(says(refusal(bundle), "listed as 'log'"));
}

TEST_CASE("evidence: a statement may not be listed in the manifest", "[reports][bundle]") {
  const SmallBundle bundle;
  auto manifest = manifest_of(bundle);
  manifest.entries.push_back({"report.html", 19, sha256_hex("<p>a rendering</p>\n"), "", ""});
  std::sort(manifest.entries.begin(), manifest.entries.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  swear_to(bundle, encode_manifest(manifest));
  CHECK(says(refusal(bundle), "no such member may be listed"));
}

TEST_CASE("evidence: a manifest of a newer format is refused by name", "[reports][bundle]") {
  const SmallBundle bundle;
  auto text = read_whole(bundle.at(bundle::kManifest));
  const auto at = text.find("rackproof-manifest/1");
  REQUIRE(at != std::string::npos);
  swear_to(bundle, text.replace(at, 20, "rackproof-manifest/2"));
  const auto loaded = load_bundle(bundle.path());
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().kind == ErrorKind::unsupported);
}

TEST_CASE("47.1 a manifest that the run record does not speak of is refused", "[reports][bundle]") {
  const SmallBundle bundle;
  edit(bundle.at(bundle::kManifest), [](std::string& text) { text += " "; });
  CHECK(says(refusal(bundle), "manifest.json: changed since the run record was written"));
}

TEST_CASE("45.37 few bytes that tell of more readings than a run has are not unpacked",
          "[reports][bundle][hostile]") {
  const SmallBundle bundle;
  tell_of_chunks(bundle, 16'384);
  CAPTURE(refusal(bundle));
  CHECK(says(refusal(bundle), "readings, one run has at most 8589934592"));
  CHECK(bundle.standing() == Standing::untrusted);
  const SmallBundle fewer;
  tell_of_chunks(fewer, 16'000);
  CHECK_FALSE(says(refusal(fewer), "one run has at most"));
}

TEST_CASE("evidence: a device under test of more chassis than any rack row has is refused",
          "[reports][bundle][hostile]") {
  auto run = rackproof::testing::small_run();
  for (int i = 0; i < 4097; ++i) {
    Device chassis;
    chassis.id = "zz/chassis:" + std::to_string(10'000 + i);
    chassis.kind = DeviceKind::chassis;
    run.inventory.devices.push_back(chassis);
  }
  const SmallBundle bundle(run);
  CHECK(says(refusal(bundle),
             "inventory.json: 4097 racks and chassis, one device under test has "
             "at most 4096"));
}
