#include "reports/report_life.h"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/bundle.h"
#include "reports/evidence.h"
#include "tests/reports/status_parts.h"

using namespace rackproof;
using namespace std::chrono_literals;
using rackproof::testing::found_status;
using rackproof::testing::overwrite;
using rackproof::testing::small_run;
using rackproof::testing::small_start;
using rackproof::testing::SmallBundle;
using rackproof::testing::status_entry;
using rackproof::testing::status_list;

namespace {

const std::string kId = "8f1c2b9e-1111-4222-8333-444455556666";
const std::string kDigest(64, 'a');
constexpr auto kNow = 10min;  // after the run began

/// What lists say of the report kId, to one who trusts `key` for them.
struct Desk {
  seal::PrivateKey key = seal::PrivateKey::generate().value();
  TrustPolicy trust = trusting_as_status(key.public_key());
  TrustPolicy opening = trust;  ///< By which the lists were opened, before a threshold is asked.
  UtcTime now = small_start() + kNow;
  std::vector<KnownEdition> seen = {};
  IssuerMarks issuer = {"key " + key.public_key().key_id()};  ///< Of the report.

  [[nodiscard]] ReportLife ask(const std::vector<StatusList>& lists) const {
    std::vector<FoundStatus> found;
    for (const auto& list : lists) {
      found.push_back({"list", open_status(seal_status(list, key).value(), opening).value()});
    }
    std::vector<const FoundStatus*> all;
    for (const auto& one : found) {
      all.push_back(&one);
    }
    return life_of({kId, kDigest, {"RACK-7"}, issuer}, all, {trust, now, 5min, seen});
  }
};

StatusEntry entry(ReportStatus status = ReportStatus::valid) {
  return status_entry(kId, kDigest, status);
}

std::string joined(const std::vector<std::string>& sentences) {
  std::string all;
  for (const auto& sentence : sentences) {
    all += sentence + "\n";
  }
  return all;
}

}  // namespace

TEST_CASE("report life: a current list that says valid confirms, and no list does not",
          "[reports][status]") {
  const Desk desk;
  const auto life = desk.ask({status_list({entry()})});
  CHECK(life.is_valid());
  CHECK(life.confirmed == "status list 5 of Example Lab says valid");
  CHECK_FALSE(desk.ask({}).is_valid());
  CHECK(desk.ask({}).against.empty());
}

TEST_CASE("report life: what is not said of this report now confirms nothing",
          "[reports][status]") {
  Desk desk;
  std::string told;
  std::vector<StatusList> lists{status_list({entry()})};
  SECTION("30.23 a list past its next update is stale") {
    desk.now = lists[0].next_update + 1s;
    told = "is stale: its next update was due on";
  }
  SECTION("30.24 a list that does not name the report") {
    lists = {status_list({})};
    told = "does not name this report";
  }
  SECTION("30.25 a list below the lowest sequence of the trust file") {
    desk.trust.reports.status_sequence = 6;
    told = "accepts none below 6";
  }
  SECTION("30.26 a list from the future") {
    lists[0].issued = desk.now + 6min;
    told = "later than now";
  }
  SECTION("30.27 an older edition beside a newer that does not name the report") {
    lists.push_back(status_list({}, 6));
    told = "is not the newest that is here";
  }
  SECTION("30.28 two editions of one sequence that say different things") {
    lists.push_back(status_list({entry(), status_entry("9", std::string(64, 'b'))}));
    told = "a second time under this sequence with other content";
  }
  SECTION("30.63 an edition older than one that the verifier has seen") {
    desk.seen = {{"Example Lab", 6, std::string(64, 'd')}};
    told = "is older than one seen before, of sequence 6";
  }
  SECTION("30.64 another edition than the one that was seen under this sequence") {
    desk.seen = {{"Example Lab", 5, std::string(64, 'd')}};
    told = "was seen before under this sequence with other content";
  }
  const auto life = desk.ask(lists);
  CHECK_FALSE(life.is_valid());
  CHECK(life.against.empty());
  CHECK_THAT(joined(life.told), Catch::Contains(told));
}

TEST_CASE("report life: signers who may not speak of this device now are not heard",
          "[reports][status]") {
  Desk desk;
  const auto trusted_with = [&desk](const std::vector<std::string>& dut, seal::Window window) {
    desk.trust.signers = {};
    REQUIRE(desk.trust.signers.add({.key = desk.key.public_key(),
                                    .roles = {seal::Role::status},
                                    .id = {},
                                    .predicates = {},
                                    .dut = dut,
                                    .window = window}));
    desk.opening = desk.trust;
  };
  std::string told;
  SECTION("30.29 a status key of other racks") {
    trusted_with({"RACK-8"}, {});
    told = "may speak for RACK-8";
  }
  SECTION("30.30 a status key whose time is over") {
    trusted_with({}, {.not_before = {}, .not_after = desk.now - 1s});
    told = "time of verifying";
  }
  SECTION("30.31 fewer keys than the trust file wants for a status list") {
    desk.trust.signers.demand(seal::Role::status, 2);
    told = "too few of those who signed it";
  }
  const auto life = desk.ask({status_list({entry()})});
  CHECK_FALSE(life.is_valid());
  CHECK_THAT(joined(life.told), Catch::Contains(told));
}

TEST_CASE("report life: what is said against a report stands, also in an old list",
          "[reports][status]") {
  Desk desk;
  std::string against;
  std::vector<StatusList> lists;
  SECTION("30.32 withdrawn") {
    lists = {status_list({entry(ReportStatus::withdrawn)})};
    against =
        "withdrawn since 2026-11-21T05:19:00.000000000Z (the meter was wrong), says status "
        "list 5 of Example Lab";
  }
  SECTION("30.33 superseded, and by which report") {
    auto superseded = entry(ReportStatus::superseded);
    superseded.by = "9f1c";
    lists = {status_list({superseded})};
    against = "superseded since 2026-11-21T05:19:00.000000000Z by report 9f1c";
  }
  SECTION("30.34 withdrawn by a list that is stale") {
    lists = {status_list({entry(ReportStatus::withdrawn)})};
    desk.now = lists[0].next_update + 1s;
    against = "withdrawn since";
  }
  SECTION("30.35 withdrawn by an edition whose successor no longer names the report") {
    lists = {status_list({entry(ReportStatus::withdrawn)}), status_list({}, 6)};
    against = "withdrawn since";
  }
  SECTION("30.36 withdrawn by the newer of two editions, in either order") {
    lists = {status_list({entry(ReportStatus::withdrawn)}, 6), status_list({entry()})};
    against = "withdrawn since";
  }
  SECTION("30.37 listed under this report id with other content") {
    lists = {status_list({status_entry(kId, std::string(64, 'c'))})};
    against = "known with other content (sha256 cccc";
  }
  SECTION("30.38 withdrawn by one issuer and valid for another") {
    lists = {status_list({entry()}), status_list({entry(ReportStatus::withdrawn)})};
    lists[1].issuer = "Other Lab";
    against = "says status list 5 of Other Lab";
  }
  const auto life = desk.ask(lists);
  CHECK_FALSE(life.is_valid());
  REQUIRE(life.against.size() == 1);
  CHECK_THAT(life.against[0], Catch::Contains(against));
}

TEST_CASE("report life: what was seen of lists takes away a yes and never a no",
          "[reports][status]") {
  Desk desk;
  const auto valid = status_list({entry()});
  const auto heard = desk.ask({valid}).heard;
  REQUIRE(heard.size() == 1);
  CHECK((heard[0].issuer == "Example Lab" && heard[0].sequence == 5));
  desk.seen = {heard[0], {"Other Lab", 9, "d"}};
  CHECK(desk.ask({valid}).is_valid());
  CHECK(desk.ask({status_list({entry()}, 6)}).is_valid());
  desk.seen = {{"Example Lab", 9, "d"}};
  const auto withdrawn = desk.ask({status_list({entry(ReportStatus::withdrawn)})});
  CHECK(withdrawn.against.size() == 1);
}

TEST_CASE("report life: a report that a newer edition calls valid again is valid",
          "[reports][status]") {
  const Desk desk;
  const auto withdrawn = status_list({entry(ReportStatus::withdrawn)});
  const auto again = status_list({entry()}, 6);
  CHECK(desk.ask({withdrawn, again}).is_valid());
  CHECK(desk.ask({again, withdrawn}).is_valid());
}

TEST_CASE("report life: one edition found twice is one edition", "[reports][status]") {
  const Desk desk;
  CHECK(desk.ask({status_list({entry()}), status_list({entry()})}).is_valid());
}

namespace {

/// A sealed bundle and what its owner trusts: its own key, and `keeper` for status lists.
struct Judged {
  SmallBundle bundle;
  seal::PrivateKey keeper = seal::PrivateKey::generate().value();
  VerifyOptions options;

  explicit Judged(const testing::SmallRun& run = small_run()) : bundle(run) {
    bundle.sealed();
    trusts({{bundle.key().public_key(), {seal::Role::collector, seal::Role::certifier}},
            {keeper.public_key(), {seal::Role::status}}},
           {"Example Lab", "Example Lab"});
    options.now = small_start() + kNow;
  }
  /// `keys` are of these issuers.
  void trusts(std::vector<seal::TrustedKey> keys, const std::vector<std::string>& issuers) {
    options.trust.signers = {};
    for (std::size_t i = 0; i < keys.size(); ++i) {
      keys[i].issuer = issuers[i];
      REQUIRE(options.trust.signers.add(keys[i]));
    }
  }
  [[nodiscard]] StatusList says(ReportStatus status, int sequence = 5) const {
    const auto loaded = load_bundle(bundle.path());
    REQUIRE(loaded);
    return status_list(
        {status_entry(bundle.report().report_id, sha256_hex(loaded->report_payload), status)},
        sequence);
  }
  void put(const std::string& bytes) const { overwrite(bundle.at(bundle::kStatus), bytes); }
  void put(const StatusList& list) const { put(seal_status(list, keeper).value()); }
  [[nodiscard]] Verification verified() const {
    auto one = verify(bundle.path(), options);
    REQUIRE(one);
    return *std::move(one);
  }
};

}  // namespace

TEST_CASE("verify: a list in the bundle is heard, whether it is demanded or not",
          "[reports][status]") {
  Judged judged;
  CHECK(standing_of(judged.verified()) == Standing::good);
  judged.put(judged.says(ReportStatus::valid));
  const auto good = judged.verified();
  CHECK(standing_of(good) == Standing::good);
  CHECK_THAT(good.verdict.sentence, Catch::EndsWith("status list 5 of Example Lab says valid"));
  judged.options.trust.reports.status = Demand::required;
  CHECK(standing_of(judged.verified()) == Standing::good);
}

TEST_CASE("verify: a status list turns yes into no", "[reports][status]") {
  Judged judged;
  SECTION("30.39 a withdrawn report is not ok though no list is demanded") {
    judged.put(judged.says(ReportStatus::withdrawn));
    const auto one = judged.verified();
    CHECK(standing_of(one) == Standing::not_pass);
    CHECK_THAT(one.verdict.sentence, Catch::StartsWith("withdrawn since"));
  }
  SECTION("30.40 the owner's newer list withdraws what the bundle's calls valid") {
    judged.put(judged.says(ReportStatus::valid));
    judged.options.status = found_status(judged.says(ReportStatus::withdrawn, 6), judged.keeper,
                                         judged.options.trust, "mine");
    CHECK(standing_of(judged.verified()) == Standing::not_pass);
  }
  SECTION("30.41 a list is demanded and none is there") {
    judged.options.trust.reports.status = Demand::required;
    const auto one = judged.verified();
    CHECK(standing_of(one) == Standing::untrusted);
    CHECK_THAT(joined(one.verdict.details), Catch::Contains("demands a current status list"));
  }
  SECTION("30.42 a list is demanded and the one in the bundle is by nobody trusted") {
    judged.options.trust.reports.status = Demand::required;
    judged.put(seal_status(judged.says(ReportStatus::valid), judged.bundle.key()).value());
    const auto one = judged.verified();
    CHECK(standing_of(one) == Standing::untrusted);
    CHECK_THAT(joined(one.verdict.details), Catch::Contains("status.dsse.json: not heard"));
  }
  SECTION("30.43 a list is demanded and is stale") {
    judged.options.trust.reports.status = Demand::required;
    judged.put(judged.says(ReportStatus::valid));
    judged.options.now = small_start() + 25h;
    const auto one = judged.verified();
    CHECK(standing_of(one) == Standing::untrusted);
    CHECK_THAT(joined(one.verdict.details), Catch::Contains("is stale"));
  }
}

TEST_CASE("verify: a list in the bundle that cannot be read is as if it were not there, and told",
          "[reports][status]") {
  Judged judged;
  for (const std::string bytes : {"", "{}", "not a list"}) {
    judged.put(bytes);
    const auto one = judged.verified();
    CHECK(standing_of(one) == Standing::good);
    CHECK_THAT(joined(one.verdict.details), Catch::Contains("status.dsse.json: not heard"));
  }
  CHECK(judged.bundle.verify()->verdict.ok);  // nobody is trusted with status lists
}

TEST_CASE("verify: a list speaks of the reports of its own issuer only", "[reports][status]") {
  Judged judged;
  judged.put(judged.says(ReportStatus::withdrawn));
  REQUIRE(judged.verified().status == StatusFound::ended);
  const auto& own = judged.bundle.key().public_key();
  const auto& keeper = judged.keeper.public_key();
  const std::vector<seal::Role> both{seal::Role::collector, seal::Role::certifier};
  SECTION("30.78 a report that the keeper of another issuer's list withdraws") {
    judged.trusts({{own, both}, {keeper, {seal::Role::status}}}, {"Example Lab", "Other Lab"});
    const auto one = judged.verified();
    CHECK(standing_of(one) == Standing::good);
    CHECK(one.status == StatusFound::missing);
    CHECK_THAT(one.verdict.sentence,
               Catch::Contains("no current status list confirms it, so it may have been withdrawn: "
                               "status.dsse.json: not heard: those who signed it are not known to "
                               "be of the issuer"));
    CHECK(one.editions.empty());
  }
  SECTION("30.79 another issuer's list that says valid, where a list is demanded") {
    judged.trusts({{own, both}, {keeper, {seal::Role::status}}}, {"", "Other Lab"});
    judged.options.trust.reports.status = Demand::required;
    judged.put(judged.says(ReportStatus::valid));
    CHECK(standing_of(judged.verified()) == Standing::untrusted);
  }
  SECTION("a key that certifies and keeps lists is one issuer by itself") {
    judged.trusts({{own, {both[0], both[1], seal::Role::status}}}, {""});
    judged.put(seal_status(judged.says(ReportStatus::withdrawn), judged.bundle.key()).value());
    CHECK(standing_of(judged.verified()) == Standing::not_pass);
  }
  SECTION("30.80 a list that is its issuer's by too few of its signers") {
    judged.options.trust.signers.demand(seal::Role::status, 2);
    CHECK_THAT(joined(judged.verified().verdict.details), Catch::Contains("not heard"));
  }
}

TEST_CASE("verify: where somebody keeps lists, a yes without one says so", "[reports][status]") {
  Judged judged;
  const auto* const unconfirmed =
      "no current status list confirms it, so it may have been withdrawn";
  SECTION("none is here") {
    const auto one = judged.verified();
    CHECK(standing_of(one) == Standing::good);
    CHECK(one.status == StatusFound::missing);
    CHECK_THAT(one.verdict.sentence,
               Catch::Contains(unconfirmed) && Catch::EndsWith("withdrawn: none is here"));
  }
  SECTION("one is here and is stale") {
    judged.put(judged.says(ReportStatus::valid));
    CHECK(judged.verified().status == StatusFound::valid);
    judged.options.now = small_start() + 25h;
    const auto one = judged.verified();
    CHECK(standing_of(one) == Standing::good);
    CHECK(one.status == StatusFound::not_current);
    CHECK_THAT(one.verdict.sentence, Catch::Contains(unconfirmed) && Catch::Contains("is stale"));
  }
  SECTION("one is here and does not name the report") {
    judged.put(status_list({}));
    CHECK(judged.verified().status == StatusFound::missing);
  }
  SECTION("nobody keeps any: nothing is said") {
    judged.options.trust = trusting(judged.bundle.key().public_key());
    const auto one = judged.verified();
    CHECK(one.status == StatusFound::not_asked);
    CHECK(one.verdict.sentence.find("status list") == std::string::npos);
  }
}

TEST_CASE("verify: past the end of its validity a report passes nothing", "[reports][status]") {
  auto run = small_run();
  run.record.site.valid_for_days = 2;
  Judged judged(run);
  const auto end = run.record.finished + 48h;
  CHECK(judged.bundle.report().valid_until == end);
  judged.options.now = end;
  CHECK(standing_of(judged.verified()) == Standing::good);
  SECTION("30.44 the report has expired") {
    judged.options.now = end + 1s;
    const auto one = judged.verified();
    CHECK(standing_of(one) == Standing::not_pass);
    CHECK_THAT(one.verdict.sentence, Catch::StartsWith("expired on 2026-11-23T05:17:20") &&
                                         Catch::Contains("retest due; PASS"));
  }
}
