#include "reports/log_check.h"

#include <chrono>
#include <string>

#include <catch2/catch.hpp>

#include "reports/bundle.h"
#include "reports/seal/private_key.h"
#include "reports/seal/tlog_proof.h"
#include "schemas/digest.h"
#include "schemas/merkle.h"

using namespace rackproof;

namespace {

const UtcTime kNow{std::chrono::seconds(5000)};

/// A bundle of a sealed report and a log of one entry that holds it.
struct Logged {
  seal::PrivateKey log = seal::PrivateKey::generate().value();
  seal::PrivateKey witness = seal::PrivateKey::generate().value();
  Bundle bundle;
  TrustPolicy trust;

  Logged() {
    const std::string report = "the sealed report";
    const auto digest = sha256(report);
    bundle.members[bundle::kReportSealed].sha256 = to_hex(digest);
    const TreeHead head{"log.example", {1, merkle_leaf(std::string(digest.begin(), digest.end()))}};
    const auto checkpoint = seal::sign_checkpoint(head, log).value() +
                            seal::note_cosignature(encode_tree_head(head), "w.example", witness,
                                                   UtcTime(std::chrono::seconds(1000)))
                                .value();
    bundle.members[bundle::kLogProof].bytes = seal::encode_tlog_proof(0, {}, checkpoint);
    trust.logs.push_back(
        seal::read_log_policy(
            {.key = seal::note_key("log.example", seal::kNoteEd25519, log.public_key()).text(),
             .origin = "",
             .witnesses = {seal::note_key("w.example", seal::kNoteCosignatureV1,
                                          witness.public_key())
                               .text()},
             .quorum = 1})
            .value());
  }
};

}  // namespace

TEST_CASE("log proof of a bundle: it bounds the time of the sealed report", "[reports][log]") {
  const Logged logged;
  const auto found = judge_report_log(logged.bundle, logged.trust, kNow);
  REQUIRE(found);
  REQUIRE(found->has_value());
  CHECK((*found)->sentence == "entry 0 of log log.example, seen by 1 trusted witnesses");
  CHECK((*found)->by->at == UtcTime(std::chrono::seconds(1000)));
}

TEST_CASE("log proof of a bundle: of another report, of none, or by no known log",
          "[reports][log]") {
  Logged logged;
  SECTION("41.21 a proof of another sealed report") {
    logged.bundle.members[bundle::kReportSealed].sha256 = sha256_hex("another");
    CHECK(judge_report_log(logged.bundle, logged.trust, kNow).error().message ==
          "report.tlog-proof: entry 0 of log.example: the proof leads to another root than the "
          "tree has");
  }
  SECTION("41.22 a proof beside a report that is not sealed") {
    logged.bundle.members.erase(bundle::kReportSealed);
    CHECK(judge_report_log(logged.bundle, logged.trust, kNow).error().message ==
          "report.tlog-proof: a proof of a report that is not sealed");
  }
  SECTION("no log is trusted: nothing is proven, and it is said") {
    logged.trust.logs.clear();
    const auto found = judge_report_log(logged.bundle, logged.trust, kNow);
    REQUIRE(found);
    CHECK((*found)->sentence ==
          "report.tlog-proof: by log log.example, proves nothing: the trust file names no log");
    CHECK_FALSE((*found)->by);
    CHECK_FALSE((*found)->holds);
  }
  SECTION("no proof") {
    logged.bundle.members.erase(bundle::kLogProof);
    const auto found = judge_report_log(logged.bundle, logged.trust, kNow);
    REQUIRE(found);
    CHECK_FALSE(found->has_value());
  }
}

TEST_CASE("log proof of a bundle: one that is none is refused though no log is trusted",
          "[reports][log]") {
  Logged logged;
  logged.trust.logs.clear();
  const auto why = [&logged] {
    const auto found = judge_report_log(logged.bundle, logged.trust, kNow);
    REQUIRE_FALSE(found);
    CHECK(found.error().kind == ErrorKind::untrusted);
    return found.error().message;
  };
  auto& proof = logged.bundle.members[bundle::kLogProof].bytes;
  SECTION("41.62 garbage for a log proof, no log trusted") {
    proof = "hello\n";
    CHECK(why() == "report.tlog-proof: a log proof has an empty line before its checkpoint");
  }
  SECTION("41.63 a log proof that was cut short, no log trusted") {
    proof.resize(proof.size() / 2);
    CHECK_THAT(why(), Catch::StartsWith("report.tlog-proof: "));
  }
  SECTION("41.64 a log proof of another entry, no log trusted") {
    logged.bundle.members[bundle::kReportSealed].sha256 = sha256_hex("another");
    CHECK_THAT(why(), Catch::Contains("entry 0 of log.example: the proof leads to another root"));
  }
}

TEST_CASE("log proof of a bundle: a log is believed within its window", "[reports][log]") {
  Logged logged;
  auto& log = logged.trust.logs.front();
  const auto found = [&] { return judge_report_log(logged.bundle, logged.trust, kNow); };
  log.window = {UtcTime(std::chrono::seconds(900)), UtcTime(std::chrono::seconds(1100))};
  CHECK(found());  // its witnesses saw it at 1000
  SECTION("41.65 witnesses that saw it after the trust in the log ended") {
    log.window.not_after = UtcTime(std::chrono::seconds(999));
    CHECK(found().error().message ==
          "report.tlog-proof: log log.example is good from 1970-01-01T00:15:00.000000000Z until "
          "1970-01-01T00:16:39.000000000Z, not at the time that its witnesses prove, "
          "1970-01-01T00:16:40.000000000Z");
  }
  SECTION("41.66 a log past its window whose proof no witness dates") {
    log.quorum = 0;
    CHECK_THAT(found().error().message,
               Catch::Contains("not at the time of verifying, and no witness proves an earlier"));
  }
}
