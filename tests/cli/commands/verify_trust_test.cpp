// What a trust file says, asked of the real rackproof-verify.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/machine/child.h"
#include "probes/machine/clock.h"
#include "reports/bundle.h"
#include "reports/evidence.h"
#include "reports/seal/checkpoint.h"
#include "reports/seal/envelope.h"
#include "reports/seal/tlog_proof.h"
#include "reports/sealing.h"
#include "reports/status_edition.h"
#include "schemas/digest.h"
#include "schemas/encoding.h"
#include "schemas/json/report_json.h"
#include "schemas/json/strict_json.h"
#include "tests/reports/small_bundle.h"
#include "tests/reports/trust_text.h"

using namespace rackproof;
using namespace std::chrono_literals;
using rackproof::testing::overwrite;
using rackproof::testing::read_whole;
using rackproof::testing::SmallBundle;

namespace fs = std::filesystem;

namespace {

constexpr const char* kBoth = "\"collector\", \"certifier\"";
constexpr const char* kLab = "issuer = \"Example Lab\"\n";

/// A sealed bundle of an hour ago, a trust file in the making, and the program that is asked.
struct Desk {
  UtcTime began = SystemClock().now() - 1h;
  SmallBundle bundle{testing::moved_to(began, testing::small_run())};
  seal::PrivateKey keeper = seal::PrivateKey::generate().value();
  std::string trust = bundle.beside("trust.toml");
  std::string list = bundle.beside("status");

  Desk() { bundle.sealed(); }
  [[nodiscard]] std::string own(const std::string& more = "") const {
    return testing::key_table(bundle.key().public_key(), kBoth, more);
  }
  [[nodiscard]] std::string keeper_of(const std::string& issuer) const {
    return testing::key_table(keeper.public_key(), "\"status\"", "issuer = \"" + issuer + "\"\n");
  }
  void trusts(const std::string& tables) const {
    overwrite(trust, "[trust]\nname = \"fleet\"\nsequence = 1\n" + tables);
  }
  [[nodiscard]] ChildResult asked(std::vector<std::string> more = {}) const {
    ChildCommand command;
    command.argv = {std::string(RACKPROOF_PROGRAM) + "-verify", "--trust", trust};
    command.argv.insert(command.argv.end(), more.begin(), more.end());
    command.argv.push_back(bundle.path());
    auto result = run_child(command, {}, {});
    REQUIRE(result);
    INFO(result->output << result->error_output);
    return *std::move(result);
  }
  /// Writes a list of the keeper that says `status` of the report, good until `until`.
  void lists(ReportStatus status, UtcTime until) const {
    const auto loaded = load_bundle(bundle.path());
    REQUIRE(loaded);
    const StatusList all{
        .sequence = 3,
        .issued = began + 10min,
        .next_update = until,
        .issuer = "Example Lab",
        .entries = {{bundle.report().report_id, sha256_hex(loaded->report_payload), status,
                     status == ReportStatus::valid ? "" : "wrong meter", began + 9min, ""}}};
    overwrite(list, seal_status(all, keeper).value());
  }
};

/// A log of one entry, the sealed report of `bundle`, and its proof in the bundle.
struct Logged {
  seal::PrivateKey key = seal::PrivateKey::generate().value();
  std::string table = "[[log]]\nkey = \"" +
                      seal::note_key("log.example", seal::kNoteEd25519, key.public_key()).text() +
                      "\"\n";

  explicit Logged(const SmallBundle& bundle) {
    const auto digest = sha256(read_whole(bundle.at(bundle::kReportSealed)));
    const TreeHead head{"log.example", {1, merkle_leaf(std::string(digest.begin(), digest.end()))}};
    overwrite(bundle.at(bundle::kLogProof),
              seal::encode_tlog_proof(0, {}, seal::sign_checkpoint(head, key).value()));
  }
};

std::string status_word(const ChildResult& json) {
  const auto document = parse_strict_json(json.output);
  REQUIRE(document);
  return *document->find("bundles")->if_array()->front().find("statusList")->if_string();
}

}  // namespace

TEST_CASE("rackproof-verify: says by which trust it answered, files that it names included",
          "[cli]") {
  const Desk desk;
  overwrite(desk.bundle.beside("key.pub"), desk.bundle.key().public_key().pem());
  desk.trusts("[[key]]\npublic_key = \"key.pub\"\nroles = [" + std::string(kBoth) + "]\n");
  const auto digest = [&desk] {
    const auto document = parse_strict_json(desk.asked({"--json"}).output);
    REQUIRE(document);
    return *document->find("trust")->find("sha256")->if_string();
  };
  const auto before = digest();
  CHECK(before == sha256_hex(sha256_hex(read_whole(desk.trust)) + "\n" +
                             sha256_hex(read_whole(desk.bundle.beside("key.pub"))) + "\n"));
  const auto text = desk.asked();
  CHECK(text.exit_code == 0);
  CHECK_THAT(text.output, Catch::EndsWith("by the trust file 'fleet', sequence 1, sha256 " +
                                          before + " with all that it names\n"));
  SECTION("52.23 another key in a file that the trust file names, its own bytes the same") {
    overwrite(desk.bundle.beside("key.pub"), desk.keeper.public_key().pem());
    CHECK(digest() != before);
    CHECK(desk.asked().exit_code == 4);
  }
}

TEST_CASE("rackproof-verify: a log proof is read whether a log is trusted or not", "[cli]") {
  const Desk desk;
  const Logged log(desk.bundle);
  desk.trusts(desk.own());
  const auto told = desk.asked({"--json"});
  CHECK(told.exit_code == 0);
  CHECK_THAT(told.output, Catch::Contains("report.tlog-proof: by log log.example, proves nothing: "
                                          "the trust file names no log"));
  SECTION("a log that is trusted, within its window") {
    desk.trusts(desk.own() + log.table + "not_before = \"2020-01-01T00:00:00Z\"\n");
    CHECK(desk.asked().exit_code == 0);
  }
  SECTION("41.67 a log whose window is over") {
    desk.trusts(desk.own() + log.table + "not_after = \"2020-01-01T00:00:00Z\"\n");
    const auto refused = desk.asked();
    CHECK(refused.exit_code == 4);
    CHECK_THAT(refused.output,
               Catch::Contains("log log.example is good until 2020-01-01T00:00:00.000000000Z"));
  }
  SECTION("41.68 garbage in the place of a log proof that nobody asks for") {
    overwrite(desk.bundle.at(bundle::kLogProof), "garbage\n");
    const auto refused = desk.asked();
    CHECK(refused.exit_code == 4);
    CHECK_THAT(refused.output, Catch::Contains("report.tlog-proof: a log proof has an empty line"));
  }
}

TEST_CASE("rackproof-verify: an envelope as DSSE allows it is as good as ours", "[cli]") {
  const Desk desk;
  desk.trusts(desk.own());
  testing::edit(desk.bundle.at(bundle::kReportSealed), [](std::string& text) {
    const auto envelope = seal::parse_envelope(text).value();
    const auto url_safe = [](std::string base64) {
      std::replace(base64.begin(), base64.end(), '+', '-');
      std::replace(base64.begin(), base64.end(), '/', '_');
      return base64;
    };
    text = R"({"comment":{"by":"another writer"},"payloadType":")" + envelope.payload_type +
           R"(","payload":")" + url_safe(to_base64(envelope.payload)) +
           R"(","signatures":[{"sig":")" + to_base64(std::string(64, 'x')) +
           R"(","keyid":"another"},{"sig":")" +
           url_safe(to_base64(envelope.signatures.front().bytes)) + R"("}]})";
  });
  const auto run = desk.asked();
  INFO(run.output);
  CHECK(run.exit_code == 0);
}

TEST_CASE("rackproof-verify: what a status list may do, and what its absence", "[cli]") {
  const Desk desk;
  const auto later = SystemClock().now() + 24h;
  const auto past = desk.began + 20min;
  const std::string demand = "[policy]\nstatus = \"required\"\n";
  const auto names = [&desk](const std::string& more) {
    desk.trusts(desk.own(kLab) + desk.keeper_of("Example Lab") + more);
  };
  SECTION("none: told where none is demanded") {
    names("");
    const auto run = desk.asked();
    CHECK(run.exit_code == 0);
    CHECK_THAT(run.output, Catch::Contains("no current status list confirms it, so it may have "
                                           "been withdrawn: none is here"));
    CHECK(status_word(desk.asked({"--json"})) == "missing");
  }
  SECTION("30.83 none where one is demanded") {
    names(demand);
    const auto run = desk.asked({"--json"});
    CHECK(run.exit_code == 4);
    CHECK(status_word(run) == "missing");
  }
  SECTION("a current one that says valid is enough") {
    names(demand);
    desk.lists(ReportStatus::valid, later);
    const auto run = desk.asked({"--status", desk.list, "--json"});
    CHECK(run.exit_code == 0);
    CHECK(status_word(run) == "valid");
  }
  SECTION("30.84 a stale one of --status that says valid where one is demanded") {
    names(demand);
    desk.lists(ReportStatus::valid, past);
    const auto run = desk.asked({"--status", desk.list, "--json"});
    CHECK(run.exit_code == 4);
    CHECK(status_word(run) == "not_current");
  }
  SECTION("a stale one of --status confirms nothing, and it is told") {
    names("");
    desk.lists(ReportStatus::valid, past);
    const auto run = desk.asked({"--status", desk.list});
    CHECK(run.exit_code == 0);
    CHECK_THAT(run.output, Catch::Contains("no current status list confirms it") &&
                               Catch::Contains("is stale: its next update was due on"));
  }
  SECTION("30.85 a stale one of --status that withdraws the report") {
    names("");
    desk.lists(ReportStatus::withdrawn, past);
    const auto run = desk.asked({"--status", desk.list, "--json"});
    CHECK(run.exit_code == 1);
    CHECK(status_word(run) == "ended");
  }
  SECTION("30.86 a keeper of another issuer withdraws the report: not counted, and told") {
    const auto lab = seal::PrivateKey::generate().value();
    desk.trusts(desk.own(kLab) +
                testing::key_table(lab.public_key(), kBoth, "issuer = \"Other Lab\"\n") +
                desk.keeper_of("Other Lab"));
    desk.lists(ReportStatus::withdrawn, later);
    const auto run = desk.asked({"--status", desk.list});
    CHECK(run.exit_code == 0);
    CHECK_THAT(run.output, Catch::Contains("not known to be of the issuer of this report"));
  }
  SECTION("30.87 a keeper of lists of whom the trust file does not say whose they are") {
    desk.trusts(desk.own() + testing::key_table(desk.keeper.public_key(), "\"status\""));
    const auto run = desk.asked();
    CHECK(run.exit_code == 2);
    CHECK_THAT(run.error_output, Catch::Contains("give both entries the same issuer"));
  }
}

TEST_CASE("rackproof-verify: a report is superseded by its own issuer only", "[cli]") {
  const auto began = SystemClock().now() - 1h;
  SmallBundle first(testing::moved_to(began, testing::small_run()));
  const auto second = first.beside("second");
  fs::copy(first.path(), second, fs::copy_options::recursive);
  testing::edit(second + "/" + bundle::kReport, [](std::string& text) {
    auto statement = decode_report_statement(text).value();
    auto& report = statement.report;
    report.revision = 2;
    report.supersedes = report.report_id;
    report.supersedes_digest = sha256_hex(text);
    report.supersedes_reason = "better";
    report.report_id[0] = report.report_id[0] == 'a' ? 'b' : 'a';
    text = encode_report_statement(report, statement.subjects);
  });
  first.sealed();
  const auto other = seal::PrivateKey::generate().value();
  for (const auto role : {seal::Role::collector, seal::Role::certifier}) {
    REQUIRE(seal_statement(second, role, other));
  }
  const auto verified = [&](const std::string& issuer) {
    overwrite(first.beside("trust.toml"),
              testing::key_table(first.key().public_key(), kBoth, kLab) +
                  testing::key_table(other.public_key(), kBoth, issuer));
    ChildCommand command;
    command.argv = {std::string(RACKPROOF_PROGRAM) + "-verify",
                    "--trust",
                    first.beside("trust.toml"),
                    "--json",
                    first.path(),
                    second};
    return run_child(command, {}, {}).value();
  };
  const auto same = verified(kLab);
  INFO(same.output);
  CHECK(same.exit_code == 1);
  CHECK_THAT(same.output, Catch::Contains("no longer what counts"));
  SECTION("30.88 another issuer's report that claims to supersede this one") {
    const auto stranger = verified("");
    INFO(stranger.output);
    CHECK(stranger.exit_code == 0);
    CHECK_THAT(stranger.output, Catch::Contains("is of another issuer: it does not"));
  }
}
