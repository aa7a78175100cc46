#include "reports/answers.h"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/reports/small_bundle.h"

using namespace rackproof;
using namespace std::chrono_literals;
using rackproof::seal::Role;
using rackproof::testing::small_start;

namespace {

/// A run of one minute and its report a minute later, as far as these answers look at it.
struct Case {
  Loaded loaded;
  Vouched vouched;
  Proofs proofs;
  VerifyOptions options;

  Case() {
    loaded.run_record.record.started = small_start();
    loaded.run_record.record.finished = small_start() + 1min;
    loaded.report.report.issued = small_start() + 2min;
    loaded.report.report.reference_id = "host";
    loaded.report.report.reference_revision = 2;
    loaded.report.report.reference_digest = std::string(64, 'a');
    vouched.record = {{{Role::collector, "SHA256:c", "", {}}}, {}, true};
    vouched.report = {{{Role::certifier, "SHA256:k", "", {}}}, {}, true};
    options.now = small_start() + 1h;
  }
  ProvenTime& run_proof() { return vouched.record.signers.front().time; }
  ProvenTime& report_proof() { return vouched.report.signers.front().time; }
  void stamp_both() {
    run_proof().not_after = TimeBound{small_start() + 90s, "time stamp of A"};
    report_proof().not_after = TimeBound{small_start() + 3min, "time stamp of B"};
  }
  [[nodiscard]] Answer time() const { return time_answer(loaded, vouched, proofs, options); }
  /// "" where times are good, else the sentence and what it rests on.
  [[nodiscard]] std::string why_not() const {
    const auto answer = time();
    return answer.ok ? "" : answer.sentence + ": " + answer.details.at(0);
  }
  [[nodiscard]] std::vector<std::string> unmet() const {
    return unmet_demands(loaded, proofs, options.trust.reports);
  }
};

}  // namespace

TEST_CASE("answers: without proof a time is claimed only", "[reports][verify]") {
  const Case one;
  CHECK(one.why_not().empty());
  CHECK_THAT(one.time().sentence, Catch::StartsWith("claimed only, by the sealer's own clock"));
}

TEST_CASE("answers: what others prove is told with its witness", "[reports][verify]") {
  Case one;
  one.stamp_both();
  const auto answer = one.time();
  CHECK(answer.ok);
  CHECK_THAT(answer.sentence, Catch::StartsWith("report: time stamp of B at ") &&
                                  Catch::Contains("(no later): claimed run "));
  REQUIRE(answer.details.size() == 2);
  CHECK_THAT(answer.details[1], Catch::EndsWith("time stamp of B"));
}

TEST_CASE("answers: a claim outside of what is proven is impossible", "[reports][verify]") {
  Case one;
  SECTION("33.6 issued after its own time stamp") {
    one.loaded.report.report.issued = small_start() + 50min;
    one.report_proof().not_after = TimeBound{small_start() + 3min, "time stamp of B"};
    CHECK_THAT(one.why_not(), Catch::StartsWith("impossible times: the report claims") &&
                                  Catch::Contains("after the time stamp of B"));
  }
  SECTION("33.7 a run before the order that it carries") {
    one.run_proof().not_before = TimeBound{small_start() + 20min, "test order"};
    CHECK_THAT(one.why_not(),
               Catch::Contains("the run claims") && Catch::Contains("before the test order"));
  }
  SECTION("33.1 end before start") {
    one.loaded.run_record.record.finished = small_start() - 1s;
    CHECK_THAT(one.why_not(), Catch::Contains("the run ended before it began"));
  }
  SECTION("33.2 issue before end") {
    one.loaded.report.report.issued = small_start();
    CHECK_THAT(one.why_not(), Catch::Contains("issued before the run ended"));
  }
  SECTION("33.3 times in the future") {
    one.options.now = small_start() - 1h;
    CHECK_THAT(one.why_not(), Catch::Contains("later than now"));
  }
}

TEST_CASE("answers: what the trust file demands of time must be there", "[reports][verify]") {
  Case one;
  one.options.trust.reports.time = TimeDemand::stamped;
  CHECK_THAT(one.why_not(), Catch::Contains("demands a time stamp"));
  one.stamp_both();
  CHECK(one.why_not().empty());
  one.run_proof() = {};
  CHECK_THAT(one.why_not(), Catch::Contains("demands a time stamp on run record and report"));
  one.stamp_both();
  one.options.trust.reports.order = Demand::required;
  CHECK_THAT(one.why_not(), Catch::Contains("demands a signed test order"));
  one.proofs.order = true;
  CHECK(one.why_not().empty());
}

TEST_CASE("answers: a reference that the trust file does not list is not accepted",
          "[reports][verify]") {
  Case one;
  auto& accepted = one.options.trust.reports.references;
  CHECK(one.unmet().empty());
  accepted = {{.id = "host", .minimum_revision = 2, .digests = {std::string(64, 'a')}}};
  CHECK(one.unmet().empty());
  const auto refuses = [&one] {
    const auto unmet = one.unmet();
    return unmet.size() == 1 &&
           unmet[0].starts_with("the trust file does not accept reference host revision 2");
  };
  SECTION("28.2 criteria older than the minimum of the policy") {
    accepted[0].minimum_revision = 3;
    CHECK(refuses());
  }
  SECTION("28.3 criteria of another digest than the trusted one") {
    accepted[0].digests = {std::string(64, 'b')};
    CHECK(refuses());
  }
  SECTION("28.4 criteria that nobody named") {
    accepted[0].id = "other";
    CHECK(refuses());
  }
}

TEST_CASE("answers: a status list that is demanded and not there is not met", "[reports][verify]") {
  Case one;
  one.options.trust.reports.status = Demand::required;
  CHECK(one.unmet() ==
        std::vector<std::string>{"the trust file demands a current status list that says valid"});
  one.proofs.status_valid = true;
  CHECK(one.unmet().empty());
}

TEST_CASE("answers: a tier that the trust file does not list is not accepted",
          "[reports][verify]") {
  Case one;
  one.loaded.report.report.tier = "accept";
  one.options.trust.reports.references = {{.id = "host", .tiers = {"accept", "soak"}}};
  CHECK(one.unmet().empty());
  SECTION("28.20 the right criteria in an easier tier than was asked for") {
    one.loaded.report.report.tier = "quick";
    REQUIRE(one.unmet().size() == 1);
    CHECK_THAT(one.unmet()[0], Catch::Contains("does not accept reference host revision 2") &&
                                   Catch::EndsWith("in tier quick"));
  }
}

TEST_CASE("answers: a run journal that is demanded and was not kept is not met",
          "[reports][verify][journal]") {
  Case one;
  auto& journal = one.loaded.run_record.record.journal;
  auto& demand = one.options.trust.reports.journal;
  const auto unmet = [&one] {
    const auto sentences = one.unmet();
    return sentences.empty() ? std::string() : sentences.front();
  };
  SECTION("50.60 a journal is demanded and the bundle has none") {
    demand = JournalDemand::kept;
    CHECK(unmet() == "the trust file demands a run journal, and none was kept of this run");
    journal = {"o", 3, std::string(64, 'a'), 1, 0};
    CHECK(unmet().empty());
  }
  SECTION("50.61 signed checkpoints are demanded and not all are signed") {
    demand = JournalDemand::signed_heads;
    CHECK_THAT(unmet(), Catch::Contains("demands a run journal"));
    journal = {"o", 3, std::string(64, 'a'), 2, 1};
    CHECK(unmet() ==
          "the trust file demands signed checkpoints of the run journal, and 1 of 2 are signed");
    journal.checkpoints = journal.signed_checkpoints = 0;
    CHECK_THAT(unmet(), Catch::EndsWith("0 of 0 are signed"));
    journal.checkpoints = journal.signed_checkpoints = 2;
    CHECK(unmet().empty());
  }
}

TEST_CASE("answers: a log and a number are demanded by name", "[reports][verify]") {
  Case one;
  SECTION("41.60 the proof of a log is demanded and the bundle has none") {
    one.options.trust.reports.log = Demand::required;
    CHECK(one.unmet() == std::vector<std::string>{"the trust file demands a proof of a log that "
                                                  "it names, and the bundle has none"});
    one.proofs.logged = true;
    CHECK(one.unmet().empty());
  }
  SECTION("30.65 a report that its issuer counted is demanded and this one has no number") {
    one.options.trust.reports.sequence = Demand::required;
    REQUIRE(one.unmet().size() == 1);
    CHECK_THAT(one.unmet()[0], Catch::EndsWith("this one has no sequence"));
    one.loaded.report.report.sequence = 4;
    CHECK(one.unmet().size() == 1);  // a number of nobody
    one.loaded.report.report.site.issuer_name = "Example Lab";
    CHECK(one.unmet().empty());
  }
}

TEST_CASE("answers: who may not have signed is named, and the statement with him",
          "[reports][verify]") {
  Case one;
  one.vouched.report.enough = false;
  one.vouched.report.refused = {"SHA256:k is good until then"};
  SealedStatement report;
  report.passed_over = {"SHA256:s is nobody who is trusted"};
  const auto answer = identity_answer({}, report, one.vouched);
  CHECK_FALSE(answer.ok);
  CHECK(answer.sentence == "who signed the report may not have done so");
  CHECK(answer.details == std::vector<std::string>{"SHA256:k is good until then",
                                                   "SHA256:s is nobody who is trusted"});
}
