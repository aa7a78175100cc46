#include "reports/bundle_members.h"

#include <catch2/catch.hpp>

#include "reports/bundle.h"

using rackproof::member_rule;

TEST_CASE("bundle members: the manifest lists evidence and neither statements nor renderings",
          "[reports][bundle]") {
  using namespace rackproof::bundle;
  for (const auto* name :
       {kInventory, kReference, kSite, kSamples, kEvents, kJournal, kCheckpoints, kOrder}) {
    INFO(name);
    REQUIRE(member_rule(name));
    CHECK(member_rule(name)->listed());
    CHECK_FALSE(member_rule(name)->media_type.empty());
  }
  for (const auto* name :
       {kRunRecord, kRunRecordSealed, kReport, kReportSealed, kManifest, kHtml, kJudgedReference,
        kRunRecordChain, kReportChain, kRevocations, kRedactions, kLogProof}) {
    INFO(name);
    REQUIRE(member_rule(name));
    CHECK_FALSE(member_rule(name)->listed());
  }
}

TEST_CASE("bundle members: logs have plain names", "[reports][bundle]") {
  CHECK(member_rule("logs/gemm.log")->role == "log");
  CHECK(member_rule("logs/node1/gemm-2.log"));
  CHECK_FALSE(member_rule("logs"));
  CHECK_FALSE(member_rule("logs/"));
  CHECK_FALSE(member_rule("logs/../report.json"));
  CHECK_FALSE(member_rule("logs//x"));
  CHECK_FALSE(member_rule("logs/a/b/c/d"));
  CHECK_FALSE(member_rule(""));
  CHECK_FALSE(member_rule("report.htm"));
}

TEST_CASE("bundle members: stamps are numbered from 1 to 9 and not in the manifest",
          "[reports][bundle]") {
  for (const auto* name : {"report.1.tsr", "report.9.tsr", "run-record.1.tsr", "report.1.2.tsr",
                           "run-record.9.9.tsr"}) {
    INFO(name);
    REQUIRE(member_rule(name));
    CHECK_FALSE(member_rule(name)->listed());
  }
  CHECK(rackproof::stamp_member(false, 0) == "report.1.tsr");
  CHECK(rackproof::stamp_member(true, 8) == "run-record.9.tsr");
  CHECK(rackproof::stamp_member(true, 0, 1) == "run-record.1.2.tsr");
  CHECK(rackproof::stamp_member(false, 8, rackproof::kMostRenewals) == "report.9.9.tsr");
  for (const auto* name :
       {"report.0.tsr", "report.10.tsr", "report.tsr", "report.1.tsq", "order.1.tsr", "report..tsr",
        "logs/../report.1.tsr", "report.1.1.tsr", "report.1.10.tsr", "report.0.2.tsr",
        "report.1.2.3.tsr", "report.1-2.tsr", "run-record.tsr"}) {
    INFO(name);
    CHECK_FALSE(member_rule(name));
  }
}

TEST_CASE("bundle members: attestations have plain names and are listed as such",
          "[reports][bundle][attestation]") {
  REQUIRE(member_rule("attestations/tpm.quote"));
  CHECK(member_rule("attestations/tpm.quote")->role == "attestation");
  for (const auto* name : {"attestations", "attestations/", "attestations/.x", "attestations/a b",
                           "attestations/../x", "attestations/a/b", "attestation/x"}) {
    INFO(name);
    CHECK_FALSE(member_rule(name));
  }
}

TEST_CASE("bundle members: runs of other tools have plain names and are listed as external",
          "[reports][bundle][external]") {
  REQUIRE(member_rule("ocptv/memory-1.jsonl"));
  CHECK(member_rule("ocptv/memory-1.jsonl")->role == "external");
  CHECK(member_rule("ocptv/memory-1.jsonl")->media_type == "application/jsonl");
  for (const auto* name :
       {"ocptv", "ocptv/", "ocptv/.jsonl", "ocptv/memory.json", "ocptv/a b.jsonl",
        "ocptv/../x.jsonl", "ocptv/a/b.jsonl", "ocptv/-x.jsonl"}) {
    INFO(name);
    CHECK_FALSE(member_rule(name));
  }
}

TEST_CASE("bundle members: logs and runs of other tools lie in directories, nothing else does",
          "[reports][bundle]") {
  for (const auto* name : {"logs", "logs/node1", "logs/a/b", "ocptv"}) {
    INFO(name);
    CHECK(rackproof::is_member_directory(name));
  }
  for (const auto* name :
       {"", "log", "logs/a/b/c", "logs/..", "ocptv/a", "report.json", "logs/.git", "x"}) {
    INFO(name);
    CHECK_FALSE(rackproof::is_member_directory(name));
  }
}
