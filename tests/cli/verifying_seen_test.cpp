#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "cli/verifying.h"
#include "reports/bundle.h"
#include "reports/evidence.h"
#include "reports/report_sequence.h"
#include "reports/seen.h"
#include "schemas/digest.h"
#include "tests/reports/small_bundle.h"
#include "tests/reports/status_parts.h"
#include "tests/reports/trust_text.h"
#include "tests/support/verified_run.h"

using namespace rackproof;
using namespace std::chrono_literals;
using rackproof::testing::overwrite;
using rackproof::testing::small_start;
using rackproof::testing::SmallBundle;
using rackproof::testing::verified;
using Run = rackproof::testing::VerifiedRun;

namespace fs = std::filesystem;

namespace {

/// A run of its own, told apart by `number`.
testing::SmallRun run_of(int number) {
  auto run = testing::small_run();
  run.record.run_id = "6f1c2b9e-1111-4222-8333-4444555566" + std::to_string(10 + number);
  return run;
}

/// A bundle whose report is number `sequence` of its issuer, `minutes` after the run began.
struct Counted : SmallBundle {
  Counted(int sequence, int minutes) : SmallBundle(run_of(minutes)) {
    REQUIRE(number_report(path(), {beside("numbers"), sequence},
                          small_start() + std::chrono::minutes(minutes)));
    sealed();
  }
};

/// A verifier with a memory who trusts the keys of both bundles, with more lines for the second.
struct Verifier {
  VerifyRequest request = {};

  Verifier(const SmallBundle& one, const SmallBundle& other, const std::string& more = "") {
    const std::string roles = "\"collector\", \"certifier\"";
    request.trust = one.beside("trust.toml");
    request.seen = one.beside("seen.json");
    const std::string issuer = "issuer = \"Example Integrator\"\n";
    const auto of_other = testing::key_table(other.key().public_key(), roles, issuer + more);
    overwrite(request.trust, "[trust]\nname = \"t\"\nsequence = 1\n" +
                                 testing::key_table(one.key().public_key(), roles, issuer) +
                                 of_other);
  }
  [[nodiscard]] Run asked(const std::vector<std::string>& bundles) {
    request.bundles = bundles;
    return verified(request);
  }
};

}  // namespace

TEST_CASE("verify: an issuer's numbers that go up are told and remembered", "[cli]") {
  const Counted first(6, 3);
  const Counted second(9, 4);
  Verifier verifier(first, second);
  const auto both = verifier.asked({second.path(), first.path()});
  INFO(both.out << both.err);
  CHECK(both.code == ExitCode::done);
  CHECK_THAT(both.out, Catch::Contains(", number 6 of its issuer\n"));
  const auto seen = read_seen(verifier.request.seen);
  REQUIRE(seen);
  REQUIRE(seen->reports.size() == 2);
  CHECK(seen->reports[0].sequence == 9);
}

TEST_CASE("verify: a number that does not go up, or stands twice, is not believed", "[cli]") {
  SECTION("30.68 one number on two reports, the other seen before") {
    const Counted first(6, 3);
    const Counted second(6, 4);
    Verifier verifier(first, second);
    CHECK(verifier.asked({first.path()}).code == ExitCode::done);
    const auto run = verifier.asked({second.path()});
    CHECK(run.code == ExitCode::untrusted);
    CHECK_THAT(run.out, Catch::Contains("sequence 6 of 'Example Integrator' was seen on another"));
    CHECK(verifier.asked({first.path()}).code == ExitCode::done);
  }
  SECTION("30.69 a sequence that goes back, both given to one verify") {
    const Counted first(6, 4);
    const Counted second(7, 3);
    Verifier verifier(first, second);
    const auto run = verifier.asked({first.path(), second.path()});
    CHECK(run.code == ExitCode::untrusted);
    CHECK_THAT(run.out, Catch::Contains("the sequence of 'Example Integrator' goes back"));
    CHECK(read_seen(verifier.request.seen)->reports.empty());
  }
  SECTION("30.70 a report below the lowest sequence of its certifier") {
    const Counted first(6, 3);
    const Counted second(7, 4);
    Verifier verifier(first, second, "lowest_sequence = 8\n");
    CHECK(verifier.asked({first.path()}).code == ExitCode::done);
    const auto run = verifier.asked({second.path()});
    CHECK(run.code == ExitCode::untrusted);
    CHECK_THAT(run.out, Catch::Contains("is believed of reports from sequence 8 on, and this one "
                                        "has 7"));
  }
}

TEST_CASE("verify: the memory is written only where something new was learned", "[cli]") {
  const Counted first(1, 3);
  const Counted second(2, 4);
  Verifier verifier(first, second);
  CHECK(verifier.asked({first.path()}).code == ExitCode::done);
  const auto before = fs::last_write_time(verifier.request.seen) - 1h;
  fs::last_write_time(verifier.request.seen, before);
  CHECK(verifier.asked({first.path()}).code == ExitCode::done);
  CHECK(fs::last_write_time(verifier.request.seen) == before);
  CHECK(verifier.asked({second.path()}).code == ExitCode::done);
  CHECK(fs::last_write_time(verifier.request.seen) != before);
}

TEST_CASE("verify: a memory that is none is refused before any bundle is looked at", "[cli]") {
  const Counted first(1, 3);
  const Counted second(2, 4);
  Verifier verifier(first, second);
  SECTION("52.20 a memory of what was seen that is no such document") {
    for (const auto* text : {"", "{}", "[]", R"({"format":"rackproof-seen/4"})"}) {
      overwrite(verifier.request.seen, text);
      const auto run = verifier.asked({first.path(), "/nonexistent"});
      CHECK(run.code != ExitCode::done);
      CHECK(run.out.empty());
      CHECK_THAT(run.err, Catch::Contains("seen.json"));
      CHECK(run.err.find("nonexistent") == std::string::npos);
      CHECK(testing::read_whole(verifier.request.seen) == text);
    }
  }
}

namespace {

constexpr const char* kIssuer = "issuer = \"Example Lab\"\n";

/// A sealed bundle, a keeper of status lists, and one who remembers them.
struct Listed {
  SmallBundle bundle;
  seal::PrivateKey keeper = seal::PrivateKey::generate().value();
  VerifyRequest request;

  Listed() {
    bundle.sealed();
    request = {.bundles = {bundle.path()},
               .trust = bundle.beside("trust.toml"),
               .seen = bundle.beside("seen.json"),
               .status = bundle.beside("status")};
    overwrite(request.trust, "[trust]\nname = \"t\"\nsequence = 1\n" +
                                 testing::key_table(bundle.key().public_key(),
                                                    "\"collector\", \"certifier\"", kIssuer) +
                                 testing::key_table(keeper.public_key(), "\"status\"", kIssuer) +
                                 "[policy]\nstatus = \"required\"\n");
  }
  /// Edition `sequence` of a list that calls the report valid, and `others` besides.
  [[nodiscard]] std::string edition(int sequence, std::vector<StatusEntry> others = {}) const {
    const auto loaded = load_bundle(bundle.path());
    REQUIRE(loaded);
    others.push_back(
        testing::status_entry(bundle.report().report_id, sha256_hex(loaded->report_payload)));
    return seal_status(testing::status_list(std::move(others), sequence), keeper).value();
  }
  [[nodiscard]] Run asked(const std::string& list) const {
    overwrite(request.status, list);
    return verified(request);
  }
};

}  // namespace

TEST_CASE("verify: the newest status list of an issuer is remembered", "[cli]") {
  const Listed listed;
  CHECK(listed.asked(listed.edition(5)).code == ExitCode::done);
  CHECK(listed.asked(listed.edition(5)).code == ExitCode::done);
  CHECK(listed.asked(listed.edition(6)).code == ExitCode::done);
  const auto seen = read_seen(listed.request.seen);
  REQUIRE(seen);
  REQUIRE(seen->editions.size() == 1);
  CHECK(seen->editions[0].sequence == 6);
  SECTION("30.71 the owner's list is older than one that was seen") {
    const auto run = listed.asked(listed.edition(5));
    CHECK(run.code == ExitCode::untrusted);
    CHECK_THAT(run.err, Catch::Contains("status list 5 of Example Lab is older than one seen "
                                        "before, of sequence 6"));
  }
  SECTION("30.72 the owner's list is another of the sequence that was seen") {
    const auto other = listed.edition(6, {testing::status_entry("0", std::string(64, 'b'))});
    const auto run = listed.asked(other);
    CHECK(run.code == ExitCode::untrusted);
    CHECK_THAT(run.err, Catch::Contains("was seen before under this sequence with other content"));
  }
  SECTION("30.73 the list in a bundle is older than one that was seen") {
    overwrite(listed.bundle.at(bundle::kStatus), listed.edition(5));
    auto request = listed.request;
    request.status = "";
    const auto run = verified(request);
    CHECK(run.code == ExitCode::untrusted);
    CHECK_THAT(run.out, Catch::Contains("confirms nothing: it is older than one seen before"));
  }
}

TEST_CASE("verify: a list that is heard by nobody is not remembered", "[cli]") {
  const Listed listed;
  overwrite(listed.request.status,
            seal_status(testing::status_list({}, 9), listed.bundle.key()).value());
  CHECK(verified(listed.request).code == ExitCode::untrusted);
  auto request = listed.request;
  request.status = "";
  CHECK(verified(request).code == ExitCode::untrusted);
  CHECK(read_seen(request.seen)->editions.empty());
}
