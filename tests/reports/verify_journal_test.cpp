#include <chrono>
#include <string>

#include <catch2/catch.hpp>

#include "reports/bundle.h"
#include "reports/seal/checkpoint.h"
#include "reports/sealing.h"
#include "reports/verify.h"
#include "schemas/journal_checkpoints.h"
#include "tests/reports/kept_samples.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/journal_text.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

/// What the small run's sensor showed, twenty times in one minute.
ReadingsKept told_readings(int count = 20) {
  std::string rows;
  for (int second = 0; second < count; ++second) {
    rows += reading_row(small_start() + std::chrono::seconds(second), 47.5);
  }
  return told_minute(small_start(), {{"node/sensor", celsius(), rows}});
}

/// The small run with its journal and one checkpoint, by `key` where one was at the run.
SmallRun run_with_journal(const seal::Signer* key = nullptr, std::uint64_t left_out = 0) {
  auto run = small_run();
  auto& record = run.record;
  JournalEnd end;
  std::vector<JournalLine> lines{RunBegan{record.started, record.run_id, "nonce", "s", "r", "p"},
                                 record.steps[0], told_readings(),
                                 RunEnded{record.finished, record.status}};
  if (left_out > 0) {
    lines[2] = told_readings(20 - static_cast<int>(left_out));
    lines.insert(lines.begin() + 3, ReadingsLate{{}, left_out});
  }
  run.journal = journal_text(lines, end);
  const TreeHead head{journal_origin(record.run_id), {end.tree.size(), end.tree.root()}};
  run.checkpoints = checkpoint_entry(key == nullptr ? encode_tree_head(head) + "\n"
                                                    : seal::sign_checkpoint(head, *key).value());
  record.journal = {head.origin, end.tree.size(), to_hex(end.tree.root()), 1,
                    key == nullptr ? 0U : 1U};
  return run;
}

std::string first_detail(const SmallRun& run) {
  SmallBundle bundle(run);
  const auto verified = bundle.sealed().verify();
  REQUIRE(verified);
  CHECK(standing_of(*verified) == Standing::untrusted);
  return verified->integrity.details.at(0);
}

}  // namespace

TEST_CASE("verify: the journal is held against the run record and its root is named",
          "[reports][verify][journal]") {
  const auto run = run_with_journal();
  SmallBundle bundle(run);
  const auto verified = bundle.sealed().verify();
  REQUIRE(verified);
  CHECK(standing_of(*verified) == Standing::good);
  const auto& told = verified->integrity.details;
  REQUIRE(told.size() >= 2);
  CHECK(told[told.size() - 2] == "run journal: 4 lines, root " + run.record.journal.root_hash +
                                     ", 1 checkpoints, none signed: no key was at the run");
  CHECK(told.back() ==
        "samples.db: all 20 readings are those that the journal tells of, 1 minutes made anew");
}

TEST_CASE("verify: late readings that the journal only counts are told, and not passed over",
          "[reports][verify][journal]") {
  SmallBundle bundle(run_with_journal(nullptr, 3));
  bundle.sealed();
  auto trust = trusting(bundle.key().public_key());
  const auto answers = [&] {
    return verify(bundle.path(), {.trust = trust, .now = small_start() + std::chrono::minutes(10)})
        .value();
  };
  const std::string why =
      "3 readings came late and are in no line of the journal: the 1 minutes that hold them are "
      "not held against it";
  const auto told = answers();
  CHECK(standing_of(told) == Standing::good);
  CHECK_THAT(told.integrity.sentence, Catch::Contains("members; but " + why));
  SECTION("50.66 late readings that are only counted, where the trust file demands the journal") {
    trust.reports.journal = JournalDemand::kept;
    const auto demanded = answers();
    CHECK(standing_of(demanded) == Standing::untrusted);
    REQUIRE_FALSE(demanded.verdict.details.empty());
    CHECK(demanded.verdict.details[0] ==
          "the trust file demands a run journal, and this one does not tell of all that was "
          "read: " +
              why);
  }
}

TEST_CASE("verify: checkpoints count by whatever kind of key is trusted as collector",
          "[reports][verify][journal]") {
  const auto algorithm = GENERATE(seal::KeyAlgorithm::ed25519, seal::KeyAlgorithm::p256);
  const auto key = seal::PrivateKey::generate(algorithm).value();
  SmallBundle bundle(run_with_journal(&key));
  for (const auto role : {seal::Role::collector, seal::Role::certifier}) {
    REQUIRE(seal_statement(bundle.path(), role, key));
  }
  const auto by = [&](const seal::PublicKey& trusted) {
    return verify(bundle.path(),
                  {.trust = trusting(trusted), .now = small_start() + std::chrono::minutes(10)});
  };
  const auto verified = by(key.public_key());
  REQUIRE(verified);
  INFO(verified->integrity.details.at(0));
  CHECK(standing_of(*verified) == Standing::good);
}

TEST_CASE("verify: a sealed bundle with a journal that does not hold is refused",
          "[reports][verify][journal]") {
  auto run = run_with_journal();
  SECTION("50.30 another root in the run record") {
    run.record.journal.root_hash = std::string(64, '0');
    CHECK(first_detail(run) ==
          "journal.jsonl: not the journal that the run record names: it has another root");
  }
  SECTION("50.31 a journal that the run record does not name") {
    run.record.journal = {};
    CHECK(first_detail(run) == "a journal that the run record does not name");
  }
  SECTION("50.32 no journal where the run record names one") {
    run.journal.clear();
    CHECK(first_detail(run) == "journal.jsonl: missing from the bundle");
  }
  SECTION("50.44 samples of another run beside this journal") {
    run.celsius = 46.0;
    CHECK(first_detail(run) ==
          "samples.db: the minute from 2026-11-21T05:17:00.000000000Z, while step idle, attempt 1 "
          "ran: its "
          "20 readings of 1 series are not those that the journal tells of: altered since");
  }
  SECTION("50.45 a checkpoint by a P-256 key that nobody trusts") {
    const auto stranger = seal::PrivateKey::generate(seal::KeyAlgorithm::p256).value();
    CHECK(first_detail(run_with_journal(&stranger)) ==
          "journal.checkpoints: checkpoint 1: signed by no key that is trusted as collector");
  }
}

TEST_CASE("verify: checkpoints by a key that may not speak of this run do not count",
          "[reports][verify][journal]") {
  const auto other = seal::PrivateKey::generate().value();
  auto run = run_with_journal(&other);
  run.inventory.serial = "RACK-7";
  SmallBundle bundle(run);
  bundle.sealed();
  seal::TrustedKey entry{other.public_key(), {seal::Role::collector}, "site"};
  const auto judged = [&] {
    auto trust = trusting(bundle.key().public_key());
    REQUIRE(trust.signers.add(entry));
    const auto verified =
        verify(bundle.path(), {.trust = trust, .now = small_start() + std::chrono::minutes(10)});
    REQUIRE(verified);
    const bool good = standing_of(*verified) == Standing::good;
    return good ? std::string() : verified->integrity.details.at(0);
  };
  CHECK(judged().empty());
  SECTION("50.63 the key is trusted for another rack") {
    entry.dut = {"RACK-8"};
    CHECK_THAT(judged(), Catch::StartsWith("journal.checkpoints: checkpoint 1: signed by no key "
                                           "that is trusted as collector; ") &&
                             Catch::Contains("('site') may speak for RACK-8"));
  }
  SECTION("50.64 the window of the key ended before the run") {
    entry.window.not_after = small_start() - std::chrono::hours(1);
    CHECK_THAT(judged(), Catch::Contains("not at the claimed time"));
  }
  SECTION("50.65 the window of the key has ended since, and nothing proves an earlier time") {
    entry.window.not_after = small_start() + std::chrono::minutes(5);
    CHECK_THAT(judged(), Catch::Contains("not at the time of verifying"));
  }
}
