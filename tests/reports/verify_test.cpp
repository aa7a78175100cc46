#include "reports/verify.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "reports/bundle.h"
#include "reports/bundle_reader.h"
#include "reports/evidence.h"
#include "reports/mandatory.h"
#include "reports/seal/envelope.h"
#include "reports/sealing.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using namespace std::chrono_literals;
using rackproof::testing::edit;
using rackproof::testing::read_whole;
using rackproof::testing::small_run;
using rackproof::testing::small_start;
using rackproof::testing::SmallBundle;

namespace fs = std::filesystem;

TEST_CASE("verify: a sealed bundle of a healthy machine gives four good answers",
          "[reports][verify]") {
  SmallBundle bundle;
  const auto verified = bundle.sealed().verify();
  REQUIRE(verified);
  INFO(verified->verdict.sentence);
  CHECK(verified->integrity.ok);
  CHECK(verified->identity.ok);
  CHECK(verified->time.ok);
  CHECK(verified->time.sentence.starts_with("claimed only"));
  CHECK(verified->verdict.ok);
  CHECK(verified->overall == Outcome::pass);
  CHECK(verified->title == kCertificateTitle);
  CHECK(verified->report_id == bundle.report().report_id);
  CHECK(standing_of(*verified) == Standing::good);
}

TEST_CASE("verify: one bit changed in any member but report.html is untrusted",
          "[reports][verify]") {
  SmallBundle bundle;
  bundle.sealed();
  int members = 0;
  for (const auto& entry : fs::recursive_directory_iterator(bundle.path())) {
    if (!entry.is_regular_file() || entry.path().filename() == bundle::kHtml) {
      continue;
    }
    const auto path = entry.path().string();
    const auto good = read_whole(path);
    ++members;
    for (const auto at : {std::size_t{0}, good.size() / 2, good.size() - 1}) {
      for (unsigned bit = 0; bit < 8 && !good.empty(); ++bit) {
        edit(path, [&](std::string& bytes) {
          bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << bit));
        });
        INFO(path << " byte " << at << " bit " << bit);
        CHECK(bundle.standing() == Standing::untrusted);
        testing::overwrite(path, good);
      }
    }
  }
  CHECK(members == 10);
  CHECK(bundle.standing() == Standing::good);
}

TEST_CASE("verify: report.html is a rendering and no evidence", "[reports][verify]") {
  SmallBundle bundle;
  bundle.sealed();
  edit(bundle.at(bundle::kHtml), [](std::string& text) { text += "<p>and more</p>"; });
  CHECK(bundle.standing() == Standing::good);
  fs::remove(bundle.at(bundle::kHtml));
  CHECK(bundle.standing() == Standing::good);
}

TEST_CASE("verify: an unsealed bundle is reproduced and still not verified", "[reports][verify]") {
  const SmallBundle bundle;
  const auto verified = bundle.verify();
  REQUIRE(verified);
  CHECK_FALSE(verified->integrity.ok);
  CHECK(verified->integrity.sentence.find("not sealed") != std::string::npos);
  CHECK_FALSE(verified->identity.ok);
  CHECK(verified->reproduced);
  CHECK(standing_of(*verified) == Standing::untrusted);
}

TEST_CASE("verify: a bundle whose report alone is sealed is not verified", "[reports][verify]") {
  const SmallBundle bundle;
  REQUIRE(seal_statement(bundle.path(), seal::Role::certifier, bundle.key()));
  const auto verified = bundle.verify();
  REQUIRE(verified);
  CHECK(verified->integrity.sentence.find("the run record is not sealed") != std::string::npos);
  CHECK(standing_of(*verified) == Standing::untrusted);
}

TEST_CASE("54.1 a genuine FAIL is not a PASS and not a forgery", "[reports][verify]") {
  auto run = small_run();
  run.celsius = 90;
  SmallBundle bundle(run);
  const auto verified = bundle.sealed().verify();
  REQUIRE(verified);
  CHECK(verified->integrity.ok);
  CHECK(verified->reproduced);
  CHECK_FALSE(verified->verdict.ok);
  CHECK(verified->overall == Outcome::fail);
  CHECK(standing_of(*verified) == Standing::not_pass);
}

TEST_CASE("54.2 PASS of a captured machine is none but for those who allow it",
          "[reports][verify]") {
  auto run = small_run();
  run.record.simulated = true;
  run.record.root = "/captured";
  run.inventory.simulated = true;
  SmallBundle bundle(run);
  bundle.sealed();
  CHECK(bundle.standing() == Standing::not_pass);
  const auto allowed = bundle.verify(true);
  REQUIRE(allowed);
  CHECK(allowed->simulated);
  CHECK(standing_of(*allowed) == Standing::good);
}

TEST_CASE("verify: a captured tree that is passed off as this machine never passes",
          "[reports][verify]") {
  auto run = small_run();
  run.record.root = "/captured";
  SmallBundle bundle(run);
  const auto verified = bundle.sealed().verify(true);
  REQUIRE(verified);
  CHECK_FALSE(verified->verdict.ok);
}

TEST_CASE("verify: nobody is trusted who was not named", "[reports][verify]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto stranger = seal::PrivateKey::generate();
  const auto verified = verify(
      bundle.path(), {.trust = trusting(stranger->public_key()), .now = small_start() + 10min});
  REQUIRE(verified);
  CHECK_FALSE(verified->identity.ok);
  CHECK(verified->verdict.sentence.starts_with("not looked at"));
  CHECK(standing_of(*verified) == Standing::untrusted);
}

TEST_CASE("verify: a collector's key cannot certify", "[reports][verify]") {
  SmallBundle bundle;
  bundle.sealed();
  seal::Trust trust;
  REQUIRE(trust.add({bundle.key().public_key(), {seal::Role::collector}}));
  const auto verified =
      verify(bundle.path(), {.trust = {.signers = trust}, .now = small_start() + 10min});
  REQUIRE(verified);
  CHECK(standing_of(*verified) == Standing::untrusted);
}

TEST_CASE("verify: a demand of the trust file that is not met is said as such",
          "[reports][verify]") {
  SmallBundle bundle;
  bundle.sealed();
  VerifyOptions options{.trust = trusting(bundle.key().public_key()), .now = small_start() + 10min};
  REQUIRE(verify(bundle.path(), options)->demands_met);
  SECTION("of the time") {
    options.trust.reports.time = TimeDemand::stamped;
  }
  SECTION("of an order") {
    options.trust.reports.order = Demand::required;
  }
  SECTION("of a status") {
    options.trust.reports.status = Demand::required;
  }
  SECTION("of the reference") {
    options.trust.reports.references = {{.id = "another"}};
  }
  const auto verified = verify(bundle.path(), options);
  REQUIRE(verified);
  CHECK_FALSE(verified->demands_met);
  CHECK(verified->reproduced);
  CHECK(standing_of(*verified) == Standing::untrusted);
}

TEST_CASE("verify: a bundle without what the trust file demands is refused by the name of it",
          "[reports][verify]") {
  SmallBundle bundle;
  VerifyOptions options{.trust = trusting(bundle.sealed().key().public_key()),
                        .now = small_start() + 10min};
  auto& demands = options.trust.reports;
  std::string missing;
  SECTION("50.62 a sealed bundle without the journal that is demanded") {
    demands.journal = JournalDemand::kept;
    missing = "the trust file demands a run journal, and none was kept of this run";
  }
  SECTION("41.61 a sealed bundle without the proof of a log that is demanded") {
    demands.log = Demand::required;
    missing = "the trust file demands a proof of a log that it names, and the bundle has none";
  }
  SECTION("30.74 a sealed bundle without the number that is demanded") {
    demands.sequence = Demand::required;
    missing =
        "the trust file demands a report that its issuer counted, and this one has no sequence";
  }
  SECTION("28.21 a sealed bundle of an easier tier than was demanded") {
    demands.references = {{.id = "tiny", .tiers = {"accept"}}};
    missing = "in tier quick";
  }
  const auto verified = verify(bundle.path(), options);
  REQUIRE(verified);
  CHECK(standing_of(*verified) == Standing::untrusted);
  CHECK(verified->reproduced);
  CHECK_FALSE(verified->demands_met);
  CHECK_THAT(verified->verdict.sentence, Catch::StartsWith("not what the trust file demands; "));
  REQUIRE_FALSE(verified->verdict.details.empty());
  CHECK_THAT(verified->verdict.details.front(), Catch::EndsWith(missing));
}

TEST_CASE("verify: what is no plain file is not read as a statement", "[reports][verify]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto sealed = bundle.at(bundle::kReportSealed);
  const auto beside = bundle.beside("good.dsse.json");
  fs::rename(sealed, beside);
  const auto refused_because = [&bundle](const std::string& words) {
    const auto verified = bundle.verify();
    REQUIRE(verified);
    CHECK(standing_of(*verified) == Standing::untrusted);
    REQUIRE_FALSE(verified->integrity.details.empty());
    CHECK_THAT(verified->integrity.details.front(),
               Catch::Contains(bundle::kReportSealed) && Catch::Contains(words));
  };
  SECTION("18.1 a FIFO that nobody writes to") {
    REQUIRE(::mkfifo(sealed.c_str(), 0600) == 0);
    refused_because("is not a regular file");
  }
  SECTION("18.2 a symbolic link to the good statement") {
    fs::create_symlink(beside, sealed);
    refused_because("symbolic link");
  }
  SECTION("18.3 a file of 1 GB with nothing in it") {
    std::ofstream(sealed).close();
    fs::resize_file(sealed, std::uintmax_t{1} << 30);
    refused_because("1073741824 bytes, at most");
  }
}

TEST_CASE("18.4 what is put in the place of a bundle after it was read changes nothing",
          "[reports][verify]") {
  SmallBundle cool;
  auto run = small_run();
  run.celsius = 90;
  SmallBundle hot(run);
  cool.sealed();
  hot.sealed();
  auto read = read_bundle(cool.path());
  REQUIRE(read);
  fs::remove_all(cool.path());
  fs::copy(hot.path(), cool.path(), fs::copy_options::recursive);

  const auto record = seal::parse_envelope(read->bytes(bundle::kRunRecordSealed).value());
  const auto report = seal::parse_envelope(read->bytes(bundle::kReportSealed).value());
  auto loaded = understand(std::move(*read), {record->payload, report->payload});
  REQUIRE(loaded);
  CHECK(judge_loaded(*loaded)->overall == Outcome::pass);
  CHECK(judge_loaded(*loaded)->verdicts.back().observed == 47.5);
}

TEST_CASE("18.5 a file swapped between the reading of two others is found by its digest",
          "[reports][verify]") {
  SmallBundle cool;
  auto run = small_run();
  run.celsius = 90;
  SmallBundle hot(run);
  cool.sealed();
  hot.sealed();
  fs::copy_file(hot.at(bundle::kSamples), cool.at(bundle::kSamples),
                fs::copy_options::overwrite_existing);
  const auto verified = cool.verify();
  REQUIRE(verified);
  CHECK(standing_of(*verified) == Standing::untrusted);
  CHECK_THAT(verified->integrity.details.front(), Catch::Contains(bundle::kSamples));
}

TEST_CASE("33.11 a report from the future is not believed", "[reports][verify]") {
  SmallBundle bundle;
  bundle.sealed();
  const auto verified = verify(
      bundle.path(), {.trust = trusting(bundle.key().public_key()), .now = small_start() - 10min});
  REQUIRE(verified);
  CHECK_FALSE(verified->time.ok);
  CHECK(verified->verdict.ok);
  CHECK(standing_of(*verified) == Standing::untrusted);
}

TEST_CASE("33.12 a step outside its run is not believed", "[reports][verify]") {
  auto run = small_run();
  run.record.steps[0].finished = run.record.finished + 1s;
  SmallBundle bundle(run);
  const auto verified = bundle.sealed().verify();
  REQUIRE(verified);
  CHECK_FALSE(verified->time.ok);
  CHECK(standing_of(*verified) == Standing::untrusted);
}

TEST_CASE("53.4 a path that is no bundle is a failure, not an answer", "[reports][verify]") {
  const SmallBundle bundle;
  const VerifyOptions options{.trust = trusting(bundle.key().public_key()), .now = small_start()};
  const auto missing = verify(bundle.beside("nothing"), options);
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == ErrorKind::absent);
  const auto other_file = verify(bundle.at(bundle::kManifest), options);
  REQUIRE(other_file);
  CHECK(standing_of(*other_file) == Standing::untrusted);
}
