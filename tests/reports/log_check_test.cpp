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
  const auto found = judge_report_log(logged.bundle, logged.trust);
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
    CHECK(judge_report_log(logged.bundle, logged.trust).error().message ==
          "report.tlog-proof: entry 0 of log.example: the proof leads to another root than the "
          "tree has");
  }
  SECTION("41.22 a proof beside a report that is not sealed") {
    logged.bundle.members.erase(bundle::kReportSealed);
    CHECK(judge_report_log(logged.bundle, logged.trust).error().message ==
          "report.tlog-proof: a proof of a report that is not sealed");
  }
  SECTION("no log is trusted: nothing is proven, and it is said") {
    logged.trust.logs.clear();
    const auto found = judge_report_log(logged.bundle, logged.trust);
    REQUIRE(found);
    CHECK((*found)->sentence == "report.tlog-proof: not judged, the trust file names no log");
    CHECK_FALSE((*found)->by);
  }
  SECTION("no proof") {
    logged.bundle.members.erase(bundle::kLogProof);
    const auto found = judge_report_log(logged.bundle, logged.trust);
    REQUIRE(found);
    CHECK_FALSE(found->has_value());
  }
}
