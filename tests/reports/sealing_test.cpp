#include "reports/sealing.h"

#include <chrono>
#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "reports/bundle.h"
#include "reports/seal/envelope.h"
#include "schemas/json/report_json.h"
#include "tests/reports/small_bundle.h"
#include "tests/support/full_disk.h"

using namespace rackproof;
using rackproof::testing::edit;
using rackproof::testing::overwrite;
using rackproof::testing::read_whole;
using rackproof::testing::SmallBundle;

namespace fs = std::filesystem;

TEST_CASE("sealing: the bytes in the envelope are those of the file", "[reports][seal]") {
  const SmallBundle bundle;
  const auto unsealed = read_whole(bundle.at(bundle::kReport));

  REQUIRE(seal_statement(bundle.path(), seal::Role::certifier, bundle.key()));

  const auto envelope = seal::parse_envelope(read_whole(bundle.at(bundle::kReportSealed)));
  REQUIRE(envelope);
  CHECK(envelope->payload == unsealed);
  CHECK_FALSE(fs::exists(bundle.at(bundle::kReport)));
  CHECK(fs::exists(bundle.at(bundle::kRunRecord)));
}

TEST_CASE("sealing: what this key has sealed stays as it is", "[reports][seal]") {
  SmallBundle bundle;
  const auto before = read_whole(bundle.sealed().at(bundle::kReportSealed));
  const auto again = seal_statement(bundle.path(), seal::Role::certifier, bundle.key());
  REQUIRE_FALSE(again);
  CHECK(again.error().message.find("has signed this already") != std::string::npos);
  CHECK(read_whole(bundle.at(bundle::kReportSealed)) == before);
}

TEST_CASE("sealing: a second key signs the same bytes besides the first", "[reports][seal]") {
  SmallBundle bundle;
  const auto before = read_whole(bundle.sealed().at(bundle::kReportSealed));
  const auto other = seal::PrivateKey::generate(seal::KeyAlgorithm::p256);
  REQUIRE(seal_statement(bundle.path(), seal::Role::certifier, *other));
  const auto after = read_whole(bundle.at(bundle::kReportSealed));
  CHECK(after.substr(0, before.size() - 4) == before.substr(0, before.size() - 4));  // up to "]}"
  CHECK(after.find(other->public_key().key_id()) != std::string::npos);
}

TEST_CASE("sealing: where nothing can be written nothing is lost", "[reports][seal]") {
  SmallBundle bundle;
  const auto unsealed = read_whole(bundle.at(bundle::kRunRecord));
  {
    const testing::FullDisk full(0);
    const auto failed = seal_statement(bundle.path(), seal::Role::collector, bundle.key());
    REQUIRE_FALSE(failed);
    CHECK(failed.error().kind == ErrorKind::io);
    CHECK_THAT(failed.error().message, Catch::StartsWith(bundle.path()));
  }
  CHECK(read_whole(bundle.at(bundle::kRunRecord)) == unsealed);
  CHECK_FALSE(fs::exists(bundle.at(bundle::kRunRecordSealed)));

  const auto before = read_whole(bundle.sealed().at(bundle::kReportSealed));
  const auto other = seal::PrivateKey::generate();
  {
    const testing::FullDisk full(0);
    CHECK_FALSE(seal_statement(bundle.path(), seal::Role::certifier, *other));
  }
  CHECK(read_whole(bundle.at(bundle::kReportSealed)) == before);
}

TEST_CASE("sealing: a copy of the bundle is sealed elsewhere", "[reports][seal]") {
  const SmallBundle bundle;
  const auto copy = bundle.beside("copy");
  fs::copy(bundle.path(), copy, fs::copy_options::recursive);
  REQUIRE(seal_statement(copy, seal::Role::collector, bundle.key()));
  REQUIRE(seal_statement(copy, seal::Role::certifier, bundle.key()));
  const auto verified = verify(copy, {.trust = seal::trust_in(bundle.key().public_key()),
                                      .now = testing::small_start() + std::chrono::minutes(10)});
  REQUIRE(verified);
  CHECK(standing_of(*verified) == Standing::good);
  CHECK(fs::exists(bundle.at(bundle::kRunRecord)));
}

TEST_CASE("sealing: an altered bundle is not sealed", "[reports][seal]") {
  const SmallBundle bundle;
  edit(bundle.at(bundle::kInventory), [](std::string& text) { text[10] = 'X'; });
  const auto sealed = seal_statement(bundle.path(), seal::Role::collector, bundle.key());
  REQUIRE_FALSE(sealed);
  CHECK(sealed.error().kind == ErrorKind::untrusted);
  CHECK(fs::exists(bundle.at(bundle::kRunRecord)));
  CHECK_FALSE(fs::exists(bundle.at(bundle::kRunRecordSealed)));
}

TEST_CASE("sealing: a report that lacks something mandatory is not sealed", "[reports][seal]") {
  const SmallBundle bundle;
  auto statement = decode_report_statement(read_whole(bundle.at(bundle::kReport))).value();
  statement.report.scope_statement.clear();
  overwrite(bundle.at(bundle::kReport),
            encode_report_statement(statement.report, statement.subjects));
  const auto sealed = seal_statement(bundle.path(), seal::Role::certifier, bundle.key());
  REQUIRE_FALSE(sealed);
  CHECK(sealed.error().message.find("mandatory item 11 (scope)") != std::string::npos);
}
